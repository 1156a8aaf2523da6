"""The month in the API."""
