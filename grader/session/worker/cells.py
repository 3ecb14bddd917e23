"""Notebook cells as plain Python: shell lines and magics taken out, nothing else touched."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

RUN_BODY = frozenset({"time", "capture", "prun", "timeit"})
ASSIGNMENT = re.compile(r"^[\w\s,.\[\]'\"()]+=\s*[%!]")


@dataclass(frozen=True, slots=True)
class Cell:
    """What a cell comes to: Python ``text`` to run, or a file that it writes, or neither."""

    text: str
    writes: str | None = None


def plain(text: str) -> Cell:
    """The cell without its cell magic, ordinary lines kept at their line numbers."""
    lines = text.split("\n")
    first = next((number for number, line in enumerate(lines) if line.strip()), 0)
    if not lines[first].startswith("%%"):
        return Cell(without_magics(text))
    name, _, rest = lines[first][2:].strip().partition(" ")
    body = "\n" * (first + 1) + "\n".join(lines[first + 1 :])
    if name in RUN_BODY:
        return Cell(without_magics(body))
    if name == "writefile":
        return Cell(body.lstrip("\n"), writes=rest.split()[-1] if rest.split() else None)
    return Cell("")


def without_magics(text: str) -> str:
    """The text with magics and shell lines replaced by ``pass``.

    Only lines that Python itself refuses are replaced, so that a line that starts with %
    inside a string or an expression stays.
    """
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    for _ in range(len(lines)):
        number = _refused_line(lines)
        if number is None:
            break
        indent = lines[number][: len(lines[number]) - len(lines[number].lstrip())]
        lines[number] = indent + "pass"
    return "\n".join(lines)


def _refused_line(lines: list[str]) -> int | None:
    """Index of a magic that is in the way of compiling; ``None`` if that is not the trouble."""
    try:
        compile("\n".join(lines), "<cell>", "exec", dont_inherit=True)
    except SyntaxError as error:
        number = (error.lineno or 0) - 1
    except (ValueError, RecursionError, MemoryError):
        return None
    else:
        return None
    # The parser may only notice at the line after, or point to the line before.
    for near in (number, number - 1, number + 1):
        if 0 <= near < len(lines) and is_magic(lines[near]):
            return near
    return None


def is_magic(line: str) -> bool:
    """Whether a line that Python refuses is one for the notebook's shell."""
    line = line.strip()
    return (
        line.startswith(("%", "!", "?")) or line.endswith("?") or ASSIGNMENT.match(line) is not None
    )


class Shell:
    """What ``get_ipython()`` gives: accepts everything, does nothing."""

    def __getattr__(self, name: str) -> Any:
        return _ignore


def _ignore(*args: Any, **kwargs: Any) -> None:
    """Do nothing, as a display without a screen does."""


SHELL_NAMES = {"display": _ignore, "get_ipython": Shell}
