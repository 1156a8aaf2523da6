"""Rules of directives in plain Python: values in, values out."""
