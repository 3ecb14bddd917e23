"""The reference page of the interface for authors, from its docstrings."""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterator

import grader
from grader.checks import assertions, networks
from grader.checks.expect import Expectation
from grader.session import CallRecord, Later

SECTIONS: dict[str, tuple[str, list[str]]] = {
    "Declaring": (
        "An exercise and its checks; what makes up a check's points.",
        ["Exercise", "Parts", "Judgement"],
    ),
    "Drawing cases": ("The second argument of a check.", ["Draw"]),
    "The student's code": (
        "The first argument of a check, and what comes of it. A fault of the student's code is "
        "raised as StudentFault; a check that lets it pass charges the student for it.",
        [
            "Student",
            "Remote",
            "Steps",
            "Later",
            "apart",
            "judge_apart",
            "CallRecord",
            "StudentFault",
            "write",
            "same_object",
        ],
    ),
    "Expecting": (
        "What a value must be, and what is said when it is not.",
        ["expect", "Expectation", "array_of", "varied_array", "agrees", "Bug"],
    ),
    "Behaviour": (
        "What a function does beside its value.",
        [
            "keeps_arguments",
            "unchanged",
            "same_again",
            "results_stay",
            "stays_finite",
            "came_out_finite",
        ],
    ),
    "Gradients, derivations, training": (
        "The loss is all that has to be stated.",
        ["gradients", "judge_gradients", "Derivation", "follow"],
    ),
    "Figures": ("What a plot shows.", ["Figures", "Plot", "Drawn"]),
    "Networks of the lecture's convention": (
        "Checks that the built-in network exercises share: `networks.NAME`.",
        ["Architecture", "Curriculum", *(f"networks.{name}" for name in networks.__all__)],
    ),
    "Assertions of other graders": (
        "What [imported](migration.md) checks are made of: `assertions.NAME`.",
        [f"assertions.{name}" for name in assertions.__all__],
    ),
    "Findings": ("For checks that judge by themselves.", ["Finding", "Mismatch"]),
}
MODULES = {"assertions": assertions, "networks": networks}

BESIDE = {"Expectation": Expectation, "CallRecord": CallRecord, "Later": Later}
"""What authors meet without importing it."""

GIVEN = {"Expectation", "CallRecord", "Later", "Student", "Remote", "Draw", "Judgement"}
GIVEN |= {"Drawn", "Plot"}
"""What authors are handed and do not make."""

OURS = {"Exercise.under", "Exercise.fixtures", "Later.done", "Later.settle"}
"""Members that grading needs and authors do not."""

_ROLE = re.compile(r":\w+:`~?\.*([^`]+)`")


def promised() -> set[str]:
    """The names that the page must show."""
    names = {name for _, listed in SECTIONS.values() for name in listed}
    return {name for name in names if "." not in name and name not in BESIDE} | set(MODULES)


def lines() -> Iterator[str]:
    """The page's lines after its title."""
    assert promised() == set(grader.__all__), promised() ^ set(grader.__all__)
    yield from (
        "",
        "`from grader import NAME`: what a checks module needs, and all that is promised. Start",
        "with the [tutorial](tutorial.md). Arrays are NumPy's; names of mistakes are in",
        "[mistakes.md](mistakes.md).",
    )
    for title, (about, names) in SECTIONS.items():
        yield from ("", f"## {title}", "", about)
        for name in names:
            yield from _entry(name, _found(name))


def _found(name: str) -> object:
    if name in BESIDE:
        return BESIDE[name]
    module, _, member = name.rpartition(".")
    return getattr(MODULES.get(module, grader), member)


def _entry(name: str, item: object) -> Iterator[str]:
    if not inspect.isclass(item):
        yield from _documented(f"### `{name}{_signature(item)}`", item)
        return
    shown = "" if name in GIVEN else _signature(item)
    yield from _documented(f"### `{name}{shown}`", item)
    for member, value in vars(item).items():
        target = value.fget if isinstance(value, property) else value
        hidden = member.startswith("_") or f"{name}.{member}" in OURS
        if hidden or not inspect.isfunction(target):
            continue
        call = "" if isinstance(value, property) else _signature(target)
        yield from _documented(f"#### `{name}.{member}{call}`", target)


def _documented(heading: str, item: object) -> Iterator[str]:
    text = _ROLE.sub(r"`\1`", inspect.getdoc(item) or "").replace("``", "`")
    yield from ("", heading, "", text)


def _signature(item: object) -> str:
    """The parameters without types, which the words say; defaults as they stand."""
    assert callable(item)
    parameters = [
        parameter.replace(annotation=inspect.Parameter.empty)
        for parameter in inspect.signature(item).parameters.values()
        if parameter.name != "self"
    ]
    return re.sub(r"<[^>]+>", "...", str(inspect.Signature(parameters)))
