"""Services of inspections."""
