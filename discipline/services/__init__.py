"""What may be done in a case; each act says what it refuses."""
