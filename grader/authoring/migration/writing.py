"""The folder of an imported assignment."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence
from pathlib import Path

import tomlkit

from grader.authoring.errors import AuthoringError
from grader.authoring.migration.records import Found, Left, Material, Test, identifier
from grader.report.text import clean_line

_LEFT_LINES = 3
_HEAD = '''\
"""Imported by `grader import`; IMPORT.md says what could not be translated."""

{imports}

from grader import Exercise, assertions

exercise = Exercise({id!r}, title={title!r})
'''


def write_assignment(material: Material, origin: str, folder: Path) -> list[Path]:
    """Write assignment.toml, checks, solutions and IMPORT.md into a new folder.

    Raises AuthoringError if nothing was translated or the folder holds something already.
    """
    exercises = [each for each in material.exercises if each.tests]
    if not exercises:
        reasons = "".join(f"\n  {line}" for line in _reasons(material.left[:_LEFT_LINES]))
        raise AuthoringError(f"no test of {material.title} could be translated:{reasons}")
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise AuthoringError(f"{folder} is there already: name a new folder")
    texts: dict[str, bytes] = {
        "assignment.toml": _declaration(material, exercises).encode(),
        "IMPORT.md": _account(material, exercises, origin).encode(),
    }
    for each in exercises:
        texts[f"checks/{each.id}.py"] = _module(each).encode()
        if each.solution is not None:
            texts[f"solutions/{each.solution[0]}"] = each.solution[1]
    for name, content in texts.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    return [folder / name for name in texts]


def _declaration(material: Material, exercises: Sequence[Found]) -> str:
    document = tomlkit.document()
    document["id"] = identifier(material.title)
    document["title"] = clean_line(material.title, 200)
    tables = tomlkit.aot()
    for each in exercises:
        table = tomlkit.table()
        table["id"] = each.id
        table["title"] = clean_line(each.title, 200)
        table["points"] = _number(_points(each.tests))
        table["names"] = sorted({name for test in each.tests for name in test.names})
        tables.append(table)
    document["exercises"] = tables
    return tomlkit.dumps(document)


def _module(found: Found) -> str:
    body = "\n".join(line for test in found.tests for line in test.lines)
    imports = "\n".join(f"import {name}" for name in ("math",) if "math." in body)
    needs = [imports] if imports else []
    needs += ["import numpy as np"] if "np." in body else []
    head = _HEAD.format(imports="\n".join(needs), id=found.id, title=clean_line(found.title, 200))
    return "\n".join([head.replace('"""\n\n\n\n', '"""\n\n'), *map(_check, found.tests)])


def _check(test: Test) -> str:
    title = clean_line(test.title, 200)
    plain = not set(title) & set("\"'\\") and title.isprintable()
    doc = f'"""{title}"""' if plain else repr(title)
    lines = "\n".join(test.lines)
    return (
        f"\n@exercise.check(points={_number(test.points)})\n"
        f"def {test.id}(student, draw):\n    {doc}\n{textwrap.indent(lines, '    ')}\n"
    )


def _account(material: Material, exercises: Sequence[Found], origin: str) -> str:
    """IMPORT.md: what became of what."""
    tests = [test for each in exercises for test in each.tests]
    lost = sum(each.points or 0.0 for each in material.left)
    parts = [
        f"# {_markdown(material.title)}, imported from {origin}",
        f"Tests translated: {len(tests)}, worth {_worth(_points(tests))}. "
        + (f"Left out with what is listed below: {_worth(lost)}. " if lost else "")
        + "Nothing of the original was run.",
        "## Translated\n\n| check | points | title |\n| --- | --- | --- |\n"
        + "\n".join(
            f"| `{each.id}.{test.id}` | {_number(test.points)} | {_markdown(test.title)} |"
            for each in exercises
            for test in each.tests
        ),
        "## Not translated\n\n" + ("\n".join(_listed(material.left)) or "Nothing."),
        "## What is different\n\n" + "\n".join(f"- {note}" for note in _notes(material)),
    ]
    return "\n\n".join(parts) + "\n"


def _notes(material: Material) -> Iterator[str]:
    yield (
        "Numbers that had to be equal may differ by 1e-12 of the largest expected one, since the "
        "values are worked out anew."
    )
    yield "A student's function gets copies of its arguments: what it changes in place is not seen."
    yield "A check is all or nothing, as the test was."
    yield from map(_markdown, material.notes)


def _listed(left: Sequence[Left]) -> Iterator[str]:
    for each in left:
        worth = "" if each.points is None else f" ({_worth(each.points)})"
        yield f"- `{clean_line(each.what, 200)}`{worth}: {_markdown(each.why)}"


def _reasons(left: Sequence[Left]) -> Iterator[str]:
    return (clean_line(f"{each.what}: {each.why}", 300) for each in left)


def _points(tests: Sequence[Test]) -> float:
    return round(sum(test.points for test in tests), 2)


def _worth(points: float) -> str:
    return "1 point" if points == 1 else f"{_number(points)} points"


def _number(points: float) -> float | int:
    return int(points) if points == int(points) else round(points, 2)


def _markdown(text: str) -> str:
    line = clean_line(text, 300)
    return "".join(f"\\{char}" if char in "\\`*_[]<>|#" else char for char in line)
