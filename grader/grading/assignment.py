"""An assignment: a folder with assignment.toml and one checks module per exercise."""

from __future__ import annotations

import hashlib
import importlib.util
import sys
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from threading import Lock

from grader.checks.exercise import Exercise
from grader.report.records import Feedback
from grader.session import Limits

from .declaration import FILE, USUAL_IMPORTS, ExerciseEntry, read_declaration
from .defects import CHECKS, described
from .errors import AssignmentError
from .policy import Policy

__all__ = [
    "Assignment",
    "AssignmentError",
    "ExerciseEntry",
    "builtin_names",
    "find_assignment",
    "read_assignment",
]

_LOADING = Lock()


@dataclass(frozen=True, slots=True)
class Assignment:
    """An assignment and where it lies. ``digest`` covers everything that decides a grade.

    ``limits`` bound each check that has no time of its own, and each worker's memory.
    ``allowed_imports`` are what students may import beside Python's own modules.
    """

    id: str
    title: str
    folder: Path
    entries: tuple[ExerciseEntry, ...]
    follow_through: bool
    digest: str
    policy: Policy = field(default_factory=Policy)
    description: str = ""
    feedback: Feedback = "full"
    limits: Limits = field(default_factory=Limits)
    allowed_imports: tuple[str, ...] = USUAL_IMPORTS

    @property
    def max_score(self) -> float:
        """What it is out of: extra credit comes on top."""
        return sum(entry.points for entry in self.entries if not entry.extra_credit)

    @property
    def known(self) -> dict[str, tuple[str, ...]]:
        """The public names that each exercise asks for."""
        return {entry.id: entry.names for entry in self.entries}

    def exercise(self, entry: ExerciseEntry) -> Exercise:
        """The checks of an exercise, loaded from checks/EXERCISE.py."""
        with _LOADING:  # Python 3.11 parses source in one thread at a time only
            exercise = _loaded(self.folder / "checks" / f"{entry.id}.py", self.id, entry.id)
        declared = sum(check.points for check in exercise.checks)
        if abs(declared - entry.points) > 1e-9:
            raise AssignmentError(
                f"the checks of {entry.id} add up to {declared:g} points, but {FILE} of "
                f"{self.id} gives it {entry.points:g}: change one of them"
            )
        return exercise.under(self.limits, self.allowed_imports)


def builtin_folder() -> Path:
    """Where the built-in assignments lie: in the wheel, or beside the package in a checkout."""
    package = Path(__file__).resolve().parent.parent
    installed = package / "builtin"
    return installed if installed.is_dir() else package.parent / "assignments"


def builtin_names() -> list[str]:
    """The names of the built-in assignments."""
    return sorted(path.parent.name for path in builtin_folder().glob(f"*/{FILE}"))


def find_assignment(name: str) -> Assignment:
    """A built-in assignment by name, or the one in a folder."""
    if name in builtin_names():
        return read_assignment(builtin_folder() / name)
    folder = Path(name)
    if (folder / FILE).is_file():
        return read_assignment(folder)
    choices = ", ".join(builtin_names())
    raise AssignmentError(
        f"no assignment {name!r}: name a folder with {FILE}, or one of the built-in ones: {choices}"
    )


def read_assignment(folder: Path) -> Assignment:
    """The assignment in ``folder``."""
    found = read_declaration(folder / FILE)
    return Assignment(
        id=found.id,
        title=found.title,
        folder=folder,
        entries=found.entries,
        follow_through=found.follow_through,
        digest=_digest(folder),
        policy=found.policy,
        description=found.description,
        feedback=found.feedback,
        limits=found.limits,
        allowed_imports=found.allowed_imports,
    )


@cache
def _loaded(path: Path, assignment: str, exercise: str) -> Exercise:
    name = f"{CHECKS}{assignment}_{exercise}"
    spec = importlib.util.spec_from_file_location(name, path)
    if spec is None or spec.loader is None or not path.is_file():
        raise AssignmentError(f"{path} does not exist: it should hold the checks of {exercise}")
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module  # where inspect looks for the source of fixtures
    try:
        spec.loader.exec_module(module)
    except Exception as error:
        raise AssignmentError(f"{path} cannot be loaded: {described(error)}") from error
    found = getattr(module, "exercise", None)
    if not isinstance(found, Exercise):
        raise AssignmentError(f"{path} must define exercise = Exercise({exercise!r}, ...)")
    return found


def _digest(folder: Path) -> str:
    digest = hashlib.sha256()
    for path in [folder / FILE, *sorted((folder / "checks").glob("*.py"))]:
        content = path.read_bytes()
        digest.update(f"{path.name} {len(content)}\n".encode())
        digest.update(content)
    return f"sha256:{digest.hexdigest()}"
