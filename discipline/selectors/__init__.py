"""Reading cases: everything shown starts from what the matrix lets a person see."""
