"""Official papers as DOCX: plain values in, the same bytes out each time."""
