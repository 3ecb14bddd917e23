"""Where an author's material lies: the assignment, its solutions, its corpus."""

from __future__ import annotations

from pathlib import Path

import click

from grader.grading.assignment import Assignment, AssignmentError, find_assignment
from grader.grading.submission import check_only


def assignment_named(name: str, only: tuple[str, ...]) -> Assignment:
    """A built-in assignment or that of a folder, which has these exercises; else a usage error."""
    try:
        assignment = find_assignment(name)
        check_only(assignment, only)
    except AssignmentError as error:
        raise click.UsageError(str(error)) from error
    return assignment


def solutions_of(assignment: Assignment) -> Path:
    """The assignment's folder solutions, or solutions/NAME beside it or beside its folder.

    A usage error if there is none.
    """
    folder = assignment.folder.resolve()
    beside = [parent / "solutions" / folder.name for parent in folder.parents[:2]]
    places = [folder / "solutions", *beside]
    for place in places:
        if place.is_dir():
            return place
    listed = " or ".join(map(str, places))
    raise click.UsageError(f"no solutions in {listed}: name their folder with --solutions")


def corpus_of(assignment: Assignment, only: tuple[str, ...]) -> Path | None:
    """The assignment's own folder corpus, if it has something of these exercises (or of any)."""
    folder = assignment.folder / "corpus"
    names = only or tuple(assignment.known)
    return folder if any((folder / name / "manifest.toml").is_file() for name in names) else None
