"""The file of a submission, as the rest of the grader knows it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class SubmittedBytes:
    """One file of a submission: where it lies in the submission, and its bytes, unread."""

    path: str
    """Relative to the submission, with '/' between folders, in Unicode form NFC."""
    data: bytes
