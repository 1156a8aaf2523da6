"""Forms of discipline."""
