"""Which file of a submission answers which exercise."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from grader.intake.errors import IntakeError
from grader.intake.names import listed, shown
from grader.intake.reading import Outline, Span

Known = Mapping[str, Sequence[str]]
"""The public names that each exercise of an assignment asks for."""

_SEPARATORS = re.compile(r"[-_ .()]+")
_NOT_ANSWERS = frozenset({"checks", "tests"})
"""Folders whose modules are about exercises, not answers to them."""
_NOT_AN_ANSWER = frozenset({"test", "tests", "stub", "template", "solution", "backup"})


@dataclass(frozen=True, slots=True)
class ExerciseFile:
    """The file graded for an exercise; with ``error`` it cannot be, and that says why.

    ``remarks`` tell the student about a choice that was made. ``unfinished`` means that
    every public name in it is still a stub; ``sure`` that the file's name, or at least
    half of the public names, speak for the exercise. ``spans`` tell where definitions stand.
    """

    exercise: str
    path: str
    kind: Literal["py", "ipynb"]
    cells: tuple[str, ...] | None
    error: str | None
    remarks: tuple[str, ...]
    unfinished: bool
    sure: bool
    spans: Mapping[str, Span] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Found:
    """The exercises found in a submission, and the .py and .ipynb files that serve none.

    ``problems`` are sentences about those of the latter that could not be read.
    """

    exercises: Mapping[str, ExerciseFile]
    unrecognised: tuple[str, ...]
    problems: tuple[str, ...]


def find_exercises(
    files: Sequence[Outline], known: Known, elsewhere: Collection[str] = ()
) -> Found:
    """Choose the file of every exercise of ``known`` that the submission attempts.

    ``elsewhere`` are exercises of other assignments: a module named after one of them
    answers none of ``known``, whatever helpers it shares with them.

    What counts, in this order: code that is finished in part at least; the top folder; the
    file's name (EXERCISE.py, EXERCISE.ipynb, then names that contain it), then the names
    it defines; how much of it is finished; .py before .ipynb.
    """
    candidates = [
        candidate
        for file in files
        if not _belongs_elsewhere(file, elsewhere)
        for candidate in _candidates(file, known)
    ]
    chosen: dict[str, ExerciseFile] = {}
    for exercise in known:
        rivals = [candidate for candidate in candidates if candidate.exercise == exercise]
        rivals.sort(key=lambda candidate: candidate.file.path)
        rivals.sort(key=_Candidate.rank, reverse=True)
        if rivals:
            chosen[exercise] = rivals[0].graded_before([rival.file.path for rival in rivals[1:]])
    serving = {candidate.file.path for candidate in candidates}
    others = [file for file in files if file.path not in serving]
    return Found(
        exercises=chosen,
        unrecognised=tuple(file.path for file in others),
        problems=tuple(f"{shown(file.path)} {file.error}." for file in others if file.error),
    )


def guess_assignment(found: Mapping[str, Found]) -> str:
    """The assignment that a submission is for, given what each found in it.

    Raises IntakeError, naming the choices, when none fits or several do.
    """
    for fits in (_worked_on, _named, _any):
        fitting = [name for name, result in found.items() if fits(result.exercises.values())]
        if len(fitting) == 1:
            return fitting[0]
        if fitting:
            raise IntakeError(_several(fitting, found))
    problems = {problem for result in found.values() for problem in result.problems}
    raise IntakeError(
        " ".join(
            [
                f"The submission has no exercise file of a known assignment ({', '.join(found)}).",
                "Name the files after the exercises, as in the stubs.",
                *sorted(problems)[:3],
            ]
        )
    )


def _worked_on(files: Iterable[ExerciseFile]) -> bool:
    return any(file.sure and not file.unfinished for file in files)


def _named(files: Iterable[ExerciseFile]) -> bool:
    return any(file.sure for file in files)


def _any(files: Iterable[ExerciseFile]) -> bool:
    return any(True for _ in files)


def _several(fitting: Sequence[str], found: Mapping[str, Found]) -> str:
    choices = " and ".join(
        f"{name} ({listed([file.path for file in found[name].exercises.values()], most=3)})"
        for name in fitting
    )
    options = " or ".join(f"--assignment {name}" for name in fitting)
    return f"The submission holds exercises of {choices}. Say which to grade: {options}."


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A file that may answer an exercise: ``named`` 2 by its very name, 1 nearly, 0 not."""

    exercise: str
    file: Outline
    named: int
    names: frozenset[str]  # the exercise's public names that the file defines
    share: float

    @property
    def unfinished(self) -> bool:
        return bool(self.names) and self.names <= self.file.unfinished

    def rank(self) -> tuple[object, ...]:
        path = self.file.path
        return (
            self._state(),
            "/" not in path,
            self.named,
            len(self.names - self.file.unfinished),
            -len(self._stubs()),
            self.file.kind == "py",
            -path.count("/"),
        )

    def _state(self) -> int:
        """A stub is what was handed out: even a damaged file is more likely the answer."""
        if self.unfinished:
            return 0
        if self.file.error is not None:
            return 1
        return 3 if self.file.parses else 2

    def _stubs(self) -> list[str]:
        return [stub for stub in self.file.unfinished if stub.partition(".")[0] in self.names]

    def graded_before(self, others: Sequence[str]) -> ExerciseFile:
        file, remarks = self.file, []
        if self.named < 2:
            name = f"{self.exercise}.{file.kind}"
            remarks.append(f"{shown(file.path)} was graded; its expected name is {name}.")
        if others:
            remarks.append(
                f"More than one file answers {self.exercise}: {shown(file.path)} was graded, "
                f"not {listed(others, most=3)}."
            )
        return ExerciseFile(
            exercise=self.exercise,
            path=file.path,
            kind=file.kind,
            cells=file.cells,
            error=file.error,
            remarks=tuple(remarks),
            unfinished=self.unfinished,
            sure=self.named > 0 or self.share >= 0.5,
            spans=file.spans,
        )


def _belongs_elsewhere(file: Outline, elsewhere: Collection[str]) -> bool:
    *folders, name = file.path.casefold().split("/")
    if _NOT_ANSWERS.intersection(folders):
        return True
    return file.kind == "py" and name.rpartition(".")[0] in elsewhere


def _candidates(file: Outline, known: Known) -> list[_Candidate]:
    named = _by_name(file.path, known)
    found = []
    for exercise, public in known.items():
        names = frozenset(public) & file.defines
        share = len(names) / max(1, len(public))
        candidate = _Candidate(exercise, file, named.get(exercise, 0), names, share)
        if _serves(candidate, named):
            found.append(candidate)
    return found


def _serves(candidate: _Candidate, named: Mapping[str, int]) -> bool:
    if candidate.named == 2:
        return True
    if candidate.file.kind == "py" and 2 in named.values():
        return False  # a module named after an exercise is the answer to that one
    if candidate.named == 1:
        return bool(candidate.names) or candidate.file.error is not None
    # Helpers such as relu are names of other exercises too: a module, or a file that
    # is named after an exercise, has to show more than one of them.
    if candidate.file.kind == "py" or named:
        return candidate.share >= 0.5
    return candidate.share > 0


def _by_name(path: str, known: Known) -> dict[str, int]:
    """The exercise that the file's name says, with how clearly (2 or 1); none when unclear."""
    stem = path.rpartition("/")[2].rpartition(".")[0].casefold()
    exact = [exercise for exercise in known if exercise.casefold() == stem]
    if len(exact) == 1:
        return {exact[0]: 2}
    words = [word for word in _SEPARATORS.split(stem) if word]
    if _NOT_AN_ANSWER.intersection(words):
        return {}
    near = [exercise for exercise in known if _says(words, exercise.casefold())]
    return {near[0]: 1} if len(near) == 1 else {}


def _says(words: Sequence[str], exercise: str) -> bool:
    """Whether consecutive words make the exercise's name: ["gradient", "check", "1"]."""
    target = "".join(_SEPARATORS.split(exercise))
    return any(
        "".join(words[start:end]) == target
        for start in range(len(words))
        for end in range(start + 1, len(words) + 1)
    )
