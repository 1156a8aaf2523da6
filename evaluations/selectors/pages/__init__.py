"""What the pages of the month show, read in a constant number of queries."""
