"""Why a submission is refused, in words for the one who handed it in."""

from __future__ import annotations


class IntakeError(Exception):
    """The submission cannot be taken in; ``str(error)`` says what was wrong and what to do.

    ``path`` is the file concerned as it was named in the submission: untrusted text.
    """

    def __init__(self, message: str, path: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.path = path


class NothingHandedInError(IntakeError):
    """The submission can be read, but holds no file that could be graded."""
