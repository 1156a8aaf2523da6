"""Rules of discipline in plain Python: values in, values out."""
