"""What is wrong with an assignment, in words for its author."""

from __future__ import annotations


class AssignmentError(Exception):
    """An assignment that cannot be used: what is wrong with which file, and what to do."""
