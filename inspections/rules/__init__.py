"""Rules of inspections: values in, value out."""
