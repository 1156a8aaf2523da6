"""Models of directives."""

from directives.models.assignment import Assignment

__all__ = ["Assignment"]
