"""Writes the pages of this folder that repeat what the code says: `python docs/generate.py`.

tests/test_docs.py compares the committed pages with what `pages()` gives.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from importlib import import_module
from pathlib import Path
from typing import Any

import interface

from grader import formats as dialects
from grader.formats import classwide
from grader.grading.assignment import Assignment, ExerciseEntry, builtin_names, find_assignment
from grader.judgement.catalogue import CATALOGUE
from grader.judgement.catalogue.entries import Bug
from grader.judgement.catalogue.functions import FUNCTIONS
from grader.judgement.catalogue.gradients import GRADIENTS
from grader.judgement.catalogue.networks import NETWORKS
from grader.judgement.catalogue.plots import PLOTS
from grader.judgement.catalogue.programs import PROGRAMS
from grader.judgement.catalogue.softmax import SOFTMAX
from grader.report import schema

Json = dict[str, Any]

NOTE = "<!-- Written by docs/generate.py: change the code it reads, then run it again. -->"
GROUPS = {
    "Steps of the backward pass": GRADIENTS,
    "Networks: forward pass, state, update, construction": NETWORKS,
    "Softmax and cross-entropy": SOFTMAX,
    "Single functions": FUNCTIONS,
    "Norms and plots": PLOTS,
    "Whole programs": PROGRAMS,
}

FORMATS_PAGE = """
# Formats for other systems

## One report: `grade -f NAME`

`grade SUBMISSION -f gradescope -o results.json` writes a report for another system, whole or not
at all. Formats that name the student ask for `--student ID`, the id as that system knows it; it
is never taken from a folder's name.

ONE

Where a report could not be graded and the format has no word for that, nothing is written, and
`grade` exits with 3: to the platform that is its own failure, not a zero.

## A class: `grader export --to NAME GRADEBOOK`

Points are those that count: after late penalties, and those given by hand. They are on the
assignment's own scale; give the other system the same maximum. `--item NAME` says what it calls
the assignment, `--sheet FILE` is the worksheet to be filled in, `-o FILE` writes a file.

MANY

"Students by" is the roster's column with the ids that the system knows; `--id COLUMN` names
another one (`id` and `email` are columns too). Also read, where they are there: `sis_id` (canvas,
canvas-csv), `username` and `section` (canvas-csv), `idnumber` and `email` (Moodle),
`org_defined_id` (Brightspace). Names never identify anybody. Who has no id, or one that a
spreadsheet or an importer would read as something else, is left out. Whoever is left out, and
every number that was changed, is said on standard error.

## What holds for all of them

- Not graded, not graded yet, nothing handed in, excused, and 0 points are five things. Where a
  format has no word for one, that student's row is left out: it never becomes a 0.
- The comment or output is the advice of the terminal, in plain text or escaped for the target,
  the worst losses first. Its length is counted in bytes after escaping.
- JSON is ASCII, without NaN and doubled keys; times are UTC with a zone, except where nbgrader
  has none; points have at most 5 decimals.
- No cell starts a formula, no message is a command of a workflow's log, nothing holds control
  characters. Ids are text.
- Points above the maximum are cut only where the importer would refuse them.

## Who judges that

Tests hold the files against readers that are not ours: Jenkins' junit-10.xsd, ralph's models of
Experience API statements, Canvas' Python client. The larger ones are a command of its own, which
makes an environment for each (about 1.6 GB; it needs a package index):

    python tests/consumers/run.py

There, scores go to Open edX' LTI 1.3 platform over loopback and are read back, sent again,
regraded and cleared; edX' own parser reads the replies for its queue; nbgrader gives the columns
of its export; what otter writes for Gradescope passes our schema; a spreadsheet opens the tables
and has to find no formula in them. Gradescope and
PrairieLearn publish no schema and no reader: tests/formats/judges has schemas written from their
documents. What Moodle, Canvas, Brightspace and Blackboard do with a file is known from their
sources and help pages only.
"""


def pages() -> dict[str, str]:
    """Every generated page: its file name and its text."""
    return {
        "mistakes.md": mistakes(),
        "checks.md": checks(),
        "report.md": report(),
        "api.md": page(["# The interface for authors of assignments", *interface.lines()]),
        "formats.md": formats(),
    }


def mistakes() -> str:
    """The catalogue of named mistakes, group by group."""
    listed = {bug.name for group in GROUPS.values() for bug in group}
    assert listed == set(CATALOGUE), f"no group shows {set(CATALOGUE) ^ listed}"
    lines = [
        "# Named mistakes",
        "",
        "A report names a mistake only when a known wrong formula reproduces the student's own",
        "numbers, or when the behaviour itself was seen (a crash, a changed input). Otherwise it",
        "shows the numbers and names nothing. The name stands under `diagnosis.bug`; names do not",
        f"change their meaning. There are {len(CATALOGUE)}. `...` is the place, such as `dW2`.",
    ]
    for title, group in GROUPS.items():
        lines += ["", f"## {title}", ""]
        lines += table(("Name", "What the code does", "Why that is wrong", "Where to look"))
        lines += [row(*cells(bug)) for bug in group]
    return page(lines)


def cells(bug: Bug) -> tuple[str, str, str, str]:
    """The four cells of a mistake's row."""
    return f"`{bug.name}`", text(bug.did).format(where="`...`"), text(bug.why), text(bug.look)


def checks() -> str:
    """Every check of the built-in assignments, with its points."""
    lines = [
        "# Checks and points",
        "",
        "Every check of the built-in assignments. A check's source is the full answer to what it",
        "asks: `assignments/NAME/checks/EXERCISE.py`. Partial points are possible where a check",
        "has several parts.",
    ]
    for name in builtin_names():
        assignment = find_assignment(name)
        total = sum(entry.points for entry in assignment.entries)
        lines += ["", f"## {name}: {assignment.title} ({total:g} points)"]
        for entry in assignment.entries:
            lines += exercise(assignment, entry)
    return page(lines)


def exercise(assignment: Assignment, entry: ExerciseEntry) -> list[str]:
    """One exercise: what it asks for, and its checks."""
    names = ", ".join(f"`{name}`" for name in entry.names)
    found = assignment.exercise(entry)
    lines = ["", f"### `{entry.id}`: {entry.title} ({entry.points:g} points)", ""]
    lecture = f"Lecture {found.lecture}. " if found.lecture else ""
    lines += [f"{lecture}Asks for {names}.", ""]
    lines += table(("Check", "Points", "What it asks"))
    return lines + [row(f"`{c.id}`", f"{c.points:g}", text(c.title)) for c in found.checks]


def report() -> str:
    """The fields of the report, from its schema."""
    whole = schema()
    lines = [
        f"# The report ({whole['properties']['schema_version']['const']})",
        "",
        "`grade SUBMISSION -o report.json` writes this. The schema is `grader/report/schema.json`",
        "(JSON Schema draft 2020-12); what it says is all that a reader may rely on.",
        "",
        text(whole["description"]),
        "",
        "`[]` stands for each entry of a list, `*` for any name.",
        "",
    ]
    lines += table(("Field", "Type", "Meaning"))
    lines += [row(f"`{name}`", kind(node), meaning(node)) for name, node in fields(whole, whole)]
    return page(lines)


def formats() -> str:
    """What each format for another system carries, and what it cannot say."""
    lines = FORMATS_PAGE.strip().splitlines()
    one, many = lines.index("ONE"), lines.index("MANY")
    single = table(("`-f`", "What it is", "Carries", "Cuts or leaves out"))
    for name, form in sorted(dialects.FORMATS.items()):
        house = classwide if form.names_student else dialects
        single.append(row(f"`{name}`", form.summary, *traits(house.__name__, form.module)))
    whole = table(("`--to`", "What it is", "Students by", "Carries", "Cuts or leaves out"))
    for name, entry in sorted(classwide.EXPORTS.items()):
        cells = traits(classwide.__name__, entry.module)
        whole.append(row(f"`{name}`", entry.summary, f"`{entry.key}`", *cells))
    return page([*lines[:one], *single, *lines[one + 1 : many], *whole, *lines[many + 1 :]])


def traits(house: str, module: str) -> tuple[str, str]:
    """What a format's module says that it carries and cuts."""
    found = import_module(f"{house}.{module}")
    return found.CARRIES, found.CUTS


def fields(node: Json, whole: Json, path: str = "") -> Iterator[tuple[str, Json]]:
    """The path and the schema of every field below ``node``, in the schema's order."""
    for name, found in inner(node).items():
        child = resolved(found, whole)
        below = child.get("items", child)
        suffix = "[]" if "items" in child else ""
        here = f"{path}{name}{suffix}"
        yield here, child
        yield from fields(resolved(below, whole), whole, f"{here}.")


def inner(node: Json) -> Json:
    """The named fields of an object; ``*`` for those without a name of their own."""
    more = node.get("additionalProperties")
    named: Json = node.get("properties", {})
    return named | ({"*": more} if isinstance(more, dict) else {})


def resolved(node: Json, whole: Json) -> Json:
    """The node with its reference followed; of "null or X", X with both types."""
    if "$ref" in node:
        own = {name: value for name, value in node.items() if name != "$ref"}
        return resolved(whole["$defs"][node["$ref"].rpartition("/")[2]] | own, whole)
    if "anyOf" in node:
        (one,) = [choice for choice in node["anyOf"] if choice.get("type") != "null"]
        return {**one, "description": node["description"], "type": [one["type"], "null"]}
    return node


def kind(node: Json) -> str:
    """The type of a field in words."""
    if "const" in node:
        return f"`{node['const']}`"
    if "enum" in node:
        return "one of " + ", ".join(f"`{value}`" for value in node["enum"])
    kinds = node.get("type", "anything")
    return kinds if isinstance(kinds, str) else " or ".join(kinds)


def meaning(node: Json) -> str:
    """What a field's schema says about it."""
    return text(node.get("description", ""))


def text(words: str) -> str:
    """Words as Markdown shows them literally: formulas are full of its marks."""
    for mark in "\\*_<>[]`":
        words = words.replace(mark, f"\\{mark}")
    return words


def table(titles: Sequence[str]) -> list[str]:
    """The head of a table."""
    return [row(*titles), row(*("---" for _ in titles))]


def row(*columns: str) -> str:
    """One row of a table."""
    return f"| {' | '.join(column.replace('|', '&#124;') for column in columns)} |"


def page(lines: Sequence[str]) -> str:
    """A whole page, with the note that it was not written by hand."""
    return "\n".join([lines[0], "", NOTE, *lines[1:]]) + "\n"


def main() -> None:
    """Write every page beside this file."""
    for name, words in pages().items():
        path = Path(__file__).with_name(name)
        path.write_text(words, encoding="utf-8", newline="\n")
        print(path)


if __name__ == "__main__":
    main()
