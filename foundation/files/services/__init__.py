"""Keeping, withdrawing and checking files."""
