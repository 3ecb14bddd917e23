"""What is wrong with an author's material, in words for the author."""

from __future__ import annotations


class AuthoringError(Exception):
    """A solution cannot be released; ``str(error)`` says what is wrong where and what to do."""
