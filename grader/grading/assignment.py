"""An assignment: a folder with assignment.toml and one checks module per exercise."""

from __future__ import annotations

import hashlib
import importlib.util
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from threading import Lock
from typing import Any

from grader.checks.exercise import Exercise

from .policy import Policy

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

FILE = "assignment.toml"
_LOADING = Lock()


class AssignmentError(Exception):
    """An assignment that cannot be used: what is wrong with which file, and what to do."""


@dataclass(frozen=True, slots=True)
class ExerciseEntry:
    """One exercise as assignment.toml declares it."""

    id: str
    title: str
    points: float
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Assignment:
    """An assignment and where it lies. ``digest`` covers everything that decides a grade."""

    id: str
    title: str
    folder: Path
    entries: tuple[ExerciseEntry, ...]
    follow_through: bool
    digest: str
    policy: Policy = field(default_factory=Policy)

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
        return exercise


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
    path = folder / FILE
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise AssignmentError(f"{path} cannot be read: {error}") from error
    entries = tuple(_entry(path, entry) for entry in _field(path, data, "exercises", list))
    if not entries:
        raise AssignmentError(f"{path} declares no exercises")
    follow_through = data.get("follow_through", True)
    if not isinstance(follow_through, bool):
        raise AssignmentError(f"{path}: follow_through must be true or false")
    return Assignment(
        id=_field(path, data, "id", str),
        title=_field(path, data, "title", str),
        folder=folder,
        entries=entries,
        follow_through=follow_through,
        digest=_digest(folder),
    )


def _field(path: Path, data: Mapping[str, Any], name: str, kind: type | tuple[type, ...]) -> Any:
    value = data.get(name)
    if not isinstance(value, kind) or isinstance(value, bool):
        problem = "is missing" if value is None else f"has the wrong type: {value!r}"
        raise AssignmentError(f"{path}: {name!r} {problem}")
    return value


def _entry(path: Path, data: object) -> ExerciseEntry:
    if not isinstance(data, dict):
        raise AssignmentError(f"{path}: 'exercises' must be tables, written [[exercises]]")
    names = _field(path, data, "names", list)
    points = float(_field(path, data, "points", (int, float)))
    if not 0 < points <= 1e6:
        raise AssignmentError(f"{path}: 'points' must be above 0, found {points:g}")
    identity = _field(path, data, "id", str)
    return ExerciseEntry(identity, _field(path, data, "title", str), points, tuple(map(str, names)))


@cache
def _loaded(path: Path, assignment: str, exercise: str) -> Exercise:
    name = f"_checks_{assignment}_{exercise}"
    spec = importlib.util.spec_from_file_location(name, path)
    if spec is None or spec.loader is None or not path.is_file():
        raise AssignmentError(f"{path} does not exist: it should hold the checks of {exercise}")
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module  # where inspect looks for the source of fixtures
    try:
        spec.loader.exec_module(module)
    except Exception as error:
        raise AssignmentError(f"{path} cannot be loaded: {error!r}") from error
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
