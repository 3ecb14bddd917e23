"""What has to be graded, and why."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from grader.execution import Problem
from grader.gradebook import Basis, Content, Result, Submitted, submission_digest
from grader.grading.cleaning import LINE
from grader.intake import IntakeError, NothingHandedInError, SubmittedBytes, collect
from grader.intake.folder import read_whole
from grader.intake.layouts import staged
from grader.intake.names import shown
from grader.report.records import SubmittedFile
from grader.report.text import clean_line

from .cast import Member

_ARCHIVE_BYTES = 60_000_000


@dataclass(frozen=True, slots=True)
class Versions:
    """What decides a result besides the submission."""

    assignment: str
    grader: str
    seed: int


@dataclass(frozen=True, slots=True)
class Task:
    """A submission that was looked at.

    ``reason`` says why it is graded; ``None``: the result there is still holds. ``problem`` is
    what kept it from being read at all.
    """

    member: Member
    basis: Basis
    reason: str | None
    problem: Problem | None = None


@dataclass(frozen=True, slots=True)
class Looked:
    """A submission as it lies there now."""

    digest: str
    contents: tuple[Content, ...] = ()
    problem: Problem | None = None


class Reasons:
    """Why a submission has to be graded, from the results that there are."""

    def __init__(self, results: Mapping[tuple[str, str], Result], versions: Versions) -> None:
        self._results = results
        self._versions = versions
        self._people = {person for person, _ in results}

    def task(self, member: Member, looked: Looked) -> Task:
        """What to do with a submission."""
        now = self._versions
        basis = Basis(looked.digest, now.assignment, now.grader, now.seed)
        return Task(member, basis, self._reason(member.person.id, basis), looked.problem)

    def _reason(self, person: str, basis: Basis) -> str | None:
        result = self._results.get((person, basis.submission))
        if result is None:
            return "changed submission" if person in self._people else "new"
        if result.status in ("fault", "not_graded"):
            return "not graded last time"
        last = result.basis
        if last.assignment != basis.assignment:
            return "the assignment changed"
        if last.grader != basis.grader:
            return f"grader {last.grader} became {basis.grader}"
        return None if last.seed == basis.seed else "another seed"


class AskedFor(Reasons):
    """Everything is graded again."""

    def _reason(self, person: str, basis: Basis) -> str | None:
        return super()._reason(person, basis) or "asked for"


def look(member: Member, ground: Path) -> Looked:
    """Read a submission: the digest of what it is now, and its files.

    ``ground`` is a folder for what has to be put together to be read.
    """
    try:
        with staged(member.hand_in, ground) as path:
            try:
                files = collect(path).files
            except IntakeError as error:
                return _unread(member, error, path)
    except (IntakeError, OSError) as error:
        return _unread(member, error, member.hand_in.parts[0].path)
    contents = tuple(Content(_in_report(file), file.data) for file in files)
    return Looked(submission_digest(content.file for content in contents), contents)


def _in_report(file: SubmittedBytes) -> SubmittedFile:
    """The file as a report names it."""
    digest = hashlib.sha256(file.data).hexdigest()
    return SubmittedFile(clean_line(file.path, LINE), digest, len(file.data))


def in_its_own_words(text: str, member: Member, path: Path) -> str:
    """A message about ``path`` as one about where the submission lies."""
    return text.replace(shown(str(path)), member.origin).replace(str(path), member.origin)


def _unread(member: Member, error: IntakeError | OSError, path: Path) -> Looked:
    text = in_its_own_words(str(error), member, path)
    nothing = isinstance(error, NothingHandedInError)
    problem = Problem("nothing" if nothing else "unreadable", text)
    return Looked(_raw_digest(member, text), (), problem)


def submitted(member: Member, looked: Looked) -> Submitted:
    """The submission in the gradebook's terms."""
    return Submitted(
        member.person, looked.digest, looked.contents, member.origin, member.submitted_at
    )


def _raw_digest(member: Member, problem: str) -> str:
    """A digest of what cannot be read as a submission: it changes when the file does."""
    digest = hashlib.sha256(problem.encode("utf-8", "backslashreplace"))
    for part in member.hand_in.parts:
        if part.path.is_file():
            try:
                digest.update(read_whole(part.path, _ARCHIVE_BYTES) or b"")
            except OSError:
                continue
    return f"sha256:{digest.hexdigest()}"
