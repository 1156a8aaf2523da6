"""The API of directives."""
