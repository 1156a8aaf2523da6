"""What is looked for in the bytes of a file before it is kept."""
