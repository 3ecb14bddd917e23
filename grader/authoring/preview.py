"""What students will see, before they do: the stub, the solution, and each case of a corpus."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from grader.authoring.corpus import read_corpus
from grader.authoring.errors import AuthoringError
from grader.authoring.stub import stub_source
from grader.grading.assignment import Assignment, ExerciseEntry
from grader.grading.submission import grade_submission, prepare
from grader.report.feedback import for_students
from grader.report.records import Report
from grader.session import Launcher


@dataclass(frozen=True, slots=True)
class Specimen:
    """Something that could be handed in for an exercise: "stub", "solution", "wrong/db_axis"."""

    exercise: str
    name: str
    text: str


@dataclass(frozen=True, slots=True)
class View:
    """A specimen and the report that its student would see."""

    specimen: Specimen
    report: Report


def specimens(
    entries: Sequence[ExerciseEntry], solutions: Path, corpus: Path | None
) -> list[Specimen]:
    """The stub and the solution of each exercise, then its cases of the corpus, if there is one.

    Raises AuthoringError, naming the file, for a solution that is missing or cannot be released.
    """
    found: list[Specimen] = []
    for entry in entries:
        path = solutions / f"{entry.id}.py"
        try:
            text = path.read_text(encoding="utf-8-sig")
            stub = stub_source(text)
        except (OSError, UnicodeDecodeError) as error:
            raise AuthoringError(f"{path} cannot be read: {error}") from error
        except AuthoringError as error:
            raise AuthoringError(f"{path}, {error}") from error
        found += [Specimen(entry.id, "stub", stub), Specimen(entry.id, "solution", text)]
        found += _cases(entry, corpus)
    return found


def _cases(entry: ExerciseEntry, corpus: Path | None) -> Iterator[Specimen]:
    folder = None if corpus is None else corpus / entry.id
    if folder is None or not (folder / "manifest.toml").is_file():
        return
    for expected in read_corpus(folder):
        name = f"{'right' if expected.right else 'wrong'}/{expected.name}"
        try:
            text = expected.path.read_text(encoding="utf-8", errors="replace")
        except OSError as error:
            raise AuthoringError(f"{expected.path} cannot be read: {error}") from error
        yield Specimen(entry.id, name, text)


def previews(assignment: Assignment, specimens: Sequence[Specimen], seed: int) -> Iterator[View]:
    """Each specimen as `grade` would show it, one after another.

    Raises IntakeError, AssignmentError or GraderFault as grading does.
    """
    with Launcher() as launcher, TemporaryDirectory() as folder:
        for specimen in specimens:
            path = Path(folder) / f"{specimen.exercise}.py"
            path.write_text(specimen.text, encoding="utf-8")
            prepared = prepare(launcher, path, str(assignment.folder))
            report = grade_submission(launcher, prepared, seed=seed, only=[specimen.exercise])
            yield View(specimen, for_students(report))
