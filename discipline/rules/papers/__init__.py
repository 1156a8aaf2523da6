"""Official papers of a case from facts and locked wording: pure, values in, Paper out."""
