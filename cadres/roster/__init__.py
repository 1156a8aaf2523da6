"""Reading a staff list: pure functions from a table of cells to people with problems; no database."""
