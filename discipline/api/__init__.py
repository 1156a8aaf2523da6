"""Discipline in the API."""
