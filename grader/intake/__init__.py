"""What was handed in: safe reading of folders and archives, and which exercises are there."""

from grader.intake.collection import Collected, collect
from grader.intake.errors import IntakeError, NothingHandedInError
from grader.intake.exercises import ExerciseFile, Found, find_exercises, guess_assignment
from grader.intake.files import SubmittedBytes
from grader.intake.reading import Outline, Span, outlines

__all__ = [
    "Collected",
    "ExerciseFile",
    "Found",
    "IntakeError",
    "NothingHandedInError",
    "Outline",
    "Span",
    "SubmittedBytes",
    "collect",
    "find_exercises",
    "guess_assignment",
    "outlines",
]
