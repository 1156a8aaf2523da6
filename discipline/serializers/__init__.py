"""What the API shows of discipline."""
