"""Grading a class: who handed in what, what has to be graded, and what came of it."""
