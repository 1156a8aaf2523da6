"""The inbox of each person and one daily digest by mail."""
