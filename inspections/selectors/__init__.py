"""Selectors of inspections."""
