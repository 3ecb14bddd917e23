"""assignment.toml: what it may say, and what each key means."""

from __future__ import annotations

import math
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from grader.report.records import FEEDBACK, Feedback
from grader.session import Limits

from .policy import ATTEMPTS, Attempts, Policy
from .toml_table import Table, read_table

FILE = "assignment.toml"
MAX_POINTS = 1e6
IDENTIFIER = r"[^\W\d]\w*"
USUAL_IMPORTS = ("numpy", "matplotlib")
WITHHELD = ("grader", "__main__")


@dataclass(frozen=True, slots=True)
class ExerciseEntry:
    """One exercise as assignment.toml declares it.

    ``group`` is the heading that it stands under in reports for people. The points of extra
    credit are no part of what an assignment is out of.
    """

    id: str
    title: str
    points: float
    names: tuple[str, ...]
    group: str = ""
    extra_credit: bool = False


@dataclass(frozen=True, slots=True)
class Declaration:
    """All that assignment.toml says."""

    id: str
    title: str
    description: str
    entries: tuple[ExerciseEntry, ...]
    follow_through: bool
    policy: Policy
    feedback: Feedback
    limits: Limits
    allowed_imports: tuple[str, ...]


def read_declaration(path: Path) -> Declaration:
    """Read and check an assignment.toml. Raises AssignmentError, naming the line if there is one.

    A key that is not known is an error: what is misspelt would otherwise be ignored in silence.
    """
    root = read_table(path)
    found = Declaration(
        id=root.name("id", r"\w[\w.-]*", "letters, digits, '.', '_' and '-'"),
        title=root.text("title"),
        description=root.text("description", ""),
        entries=_entries(root),
        follow_through=root.flag("follow_through", default=True),
        policy=_policy(root),
        feedback=_feedback(root.choice("feedback", FEEDBACK)),
        limits=_limits(root.table("limits")),
        allowed_imports=_imports(root),
    )
    root.finish()
    return found


def _entries(root: Table) -> tuple[ExerciseEntry, ...]:
    entries: list[ExerciseEntry] = []
    for table in root.tables("exercises"):
        entry = _entry(table)
        if any(entry.id == other.id for other in entries):
            table.refuse("id", f"is taken: two exercises are called {entry.id!r}")
        entries.append(entry)
    if all(entry.extra_credit for entry in entries):
        root.refuse("exercises", "are all extra credit: at least one must count")
    return tuple(entries)


def _entry(table: Table) -> ExerciseEntry:
    entry = ExerciseEntry(
        id=table.name("id", IDENTIFIER, "a name that Python can import"),
        title=table.text("title"),
        points=table.number(
            "points", math.ulp(0.0), MAX_POINTS, rule=f"above 0 and at most {MAX_POINTS:g}"
        ),
        names=tuple(table.texts("names", IDENTIFIER, "names of functions and classes")),
        group=table.text("group", ""),
        extra_credit=table.flag("extra_credit", default=False),
    )
    table.finish()
    return entry


def _policy(root: Table) -> Policy:
    deadline, attempts = root.moment("deadline"), root.choice("attempts", ATTEMPTS)
    counts: Attempts = "latest" if attempts == "latest" else "best"
    late = root.table("late")
    if late is None:
        return Policy(deadline, attempts=counts)
    if deadline is None:
        root.refuse("late", "needs a deadline: without one nothing is late")
    policy = Policy(
        deadline,
        grace_minutes=late.number("grace_minutes", 0, 1e6, 0.0, rule="0 or more minutes"),
        late_percent_per_day=late.number("percent_per_day", 0, 100, 0.0, rule="0 to 100"),
        late_days=late.whole("days", 0, None),
        attempts=counts,
    )
    late.finish()
    return policy


def _imports(root: Table) -> tuple[str, ...]:
    names = root.texts("allowed_imports", IDENTIFIER, "names of modules", USUAL_IMPORTS)
    for number, name in enumerate(names):
        if name in WITHHELD:
            problem = f"names {name}, which students may not import: it belongs to the grader"
            root.refuse("allowed_imports", problem, number)
        if find_spec(name) is None:
            problem = f"names {name}, which is not installed here: install it, or do without"
            root.refuse("allowed_imports", problem, number)
    return tuple(names)


def _feedback(value: str) -> Feedback:
    return "status" if value == "status" else "hints" if value == "hints" else "full"


def _limits(table: Table | None) -> Limits:
    usual = Limits()
    if table is None:
        return usual
    cpu_s = table.number("cpu_s", 0.1, 3600, usual.cpu_s, rule="0.1 to 3600 seconds")
    # NumPy alone maps a few hundred megabytes.
    memory = table.number("memory_mb", 512, 1 << 20, usual.memory_mb, rule="512 megabytes or more")
    table.finish()
    return Limits(cpu_s=cpu_s, wall_s=3 * cpu_s, memory_mb=int(memory))
