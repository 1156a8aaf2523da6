"""Demo data: an invented city, its people and fourteen months. Nobody here exists; the units do."""
