"""The trail as its readers see it: who may see which part of an entry, in words."""
