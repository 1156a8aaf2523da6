"""How the API reads and writes directives."""
