"""What students get of a solution notebook, cell by cell.

Only the text of cells goes on, and pictures that the text shows: outputs, metadata, tags and ids
stay behind, since a solution can hide in each of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import nbformat

from grader.authoring.errors import AuthoringError
from grader.authoring.notebook import Cell
from grader.authoring.regions import MARKER, Marker, Region, find_regions, meaning, paired
from grader.authoring.stub import stub_cell
from grader.session.worker.cells import RUN_BODY, without_magics

ANSWER = "*Your answer here.*"
UNWRITTEN = 'raise NotImplementedError("this cell is not written yet")'

_HIDDEN_TAGS = frozenset({"hidden", "solution", "remove-cell", "remove_cell"})
_HIDDEN_CELL = re.compile(r"\s*#+\s*HIDDEN\s*$", re.IGNORECASE | re.MULTILINE)
_FENCE = re.compile(r"\s*#\s*(BEGIN|END)\s+(SOLUTION|TESTS|PROMPT|QUESTION)\b", re.IGNORECASE)


def student_cells(text: str) -> list[Cell]:
    """The cells of a solution notebook as students get them.

    Marked regions are replaced as in a file. Cells go that are tagged "hidden", "solution" or
    "remove-cell", that begin with ``# HIDDEN`` or whose source is collapsed in Jupyter; so do raw
    cells, and tests between otter's ``# BEGIN TESTS`` and ``# END TESTS``. A cell that nbgrader or
    otter takes for a solution and that has no marks inside is replaced as a whole.

    Raises AuthoringError, naming the cell, for what cannot be released.
    """
    entries = _read(text)
    kept: list[Cell] = []
    solved = False
    for placed in _placed(entries):
        try:
            cell, is_solution = _student_cell(placed)
        except AuthoringError as error:
            raise AuthoringError(f"cell {placed.number}, {error}") from error
        solved = solved or is_solution
        if cell is not None and cell.source.strip():
            kept.append(cell)
    if not solved:
        raise AuthoringError(
            "no solution is marked, so students would get the solution; "
            "put ### BEGIN SOLUTION and ### END SOLUTION around what they write"
        )
    return kept


@dataclass(frozen=True, slots=True)
class _Placed:
    """A cell, and the otter blocks (raw cells # BEGIN ..., # END ...) around it."""

    number: int
    entry: Mapping[str, Any]
    blocks: frozenset[str]

    @property
    def source(self) -> str:
        return str(self.entry.get("source", ""))

    @property
    def is_solution(self) -> bool:
        """Whether all of the cell is for the student to write."""
        marks = _mapping(self.metadata.get("nbgrader"))
        in_otter = "SOLUTION" in self.blocks and "PROMPT" not in self.blocks
        return marks.get("solution") is True or in_otter

    @property
    def is_hidden(self) -> bool:
        """Whether students do not get the cell."""
        tags = self.metadata.get("tags")
        tagged = isinstance(tags, list) and any(
            isinstance(tag, str) and tag.lower() in _HIDDEN_TAGS for tag in tags
        )
        collapsed = _mapping(self.metadata.get("jupyter")).get("source_hidden") is True
        return (
            tagged
            or collapsed
            or "TESTS" in self.blocks
            or self.entry.get("cell_type") not in ("markdown", "code")
            or _HIDDEN_CELL.match(self.source) is not None
        )

    @property
    def metadata(self) -> Mapping[str, Any]:
        return _mapping(self.entry.get("metadata"))


def _mapping(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}


def _read(text: str) -> Sequence[Mapping[str, Any]]:
    try:
        notebook = nbformat.reads(text, as_version=4)  # type: ignore[no-untyped-call]
        nbformat.validate(notebook)
    except Exception as error:  # of converters that take for granted what they convert
        reason = str(error).split("\n", 1)[0]
        raise AuthoringError(f"not a notebook: {reason}; save it from Jupyter") from error
    language = _mapping(notebook.metadata.get("kernelspec")).get("language", "python")
    if language != "python":
        raise AuthoringError(f"a notebook of {language}; only Python is graded")
    cells: Sequence[Mapping[str, Any]] = notebook.cells
    return cells


def _placed(entries: Sequence[Mapping[str, Any]]) -> Iterator[_Placed]:
    """The cells but otter's fences, each with the blocks that it lies in."""
    blocks: list[str] = []
    for number, entry in enumerate(entries, start=1):
        fence = _FENCE.match(str(entry.get("source", "")))
        if fence is None or entry.get("cell_type") == "code" or _is_own_text(entry):
            yield _Placed(number, entry, frozenset(blocks))
        elif fence[1].upper() == "BEGIN":
            blocks.append(fence[2].upper())
        elif fence[2].upper() in blocks:
            blocks.remove(fence[2].upper())
        else:
            what = fence[2].upper()
            raise AuthoringError(f"cell {number}: END {what} without BEGIN {what}")
    if blocks:
        raise AuthoringError(f"BEGIN {blocks[-1]} without END {blocks[-1]}; add that cell")


def _is_own_text(entry: Mapping[str, Any]) -> bool:
    """Whether a markdown cell that begins with a marker holds both markers, and is no fence."""
    return entry.get("cell_type") == "markdown" and len(_text_markers(str(entry["source"]))) > 1


def _student_cell(placed: _Placed) -> tuple[Cell | None, bool]:
    """The cell as students get it, if they do, and whether there was a solution in it."""
    if placed.is_hidden:
        return None, False
    if placed.entry.get("cell_type") == "markdown":
        return _markdown(placed)
    source, python = placed.source, _python(placed.source)
    if python is None:
        return Cell("code", source), False
    marked = any(region.kind != "hidden" for region in _regions(python))
    if not marked and placed.is_solution:
        return Cell("code", UNWRITTEN), True
    return Cell("code", stub_cell(source, python)), marked


def _regions(python: str) -> list[Region]:
    """find_regions, for text that may be no Python: then nothing is known of what it hides."""
    try:
        compile(python, "<cell>", "exec", dont_inherit=True)
    except (SyntaxError, ValueError) as error:
        line = getattr(error, "lineno", None) or 1
        raise AuthoringError(f"line {line}: not Python: {getattr(error, 'msg', error)}") from error
    return find_regions(python)


def _python(source: str) -> str | None:
    """The cell with its magics blanked out, line for line; None if it is no Python cell."""
    lines = source.split("\n")
    first = next((number for number, line in enumerate(lines) if line.strip()), 0)
    if not lines[first].startswith("%%"):
        return without_magics(source)
    words = lines[first][2:].split()
    lines[first] = ""
    is_python = bool(words) and (words[0] in RUN_BODY or _writes_python(words))
    if is_python:
        return without_magics("\n".join(lines))
    if MARKER.search(source):
        raise AuthoringError("line 1: a solution marker in a cell that is not Python")
    return None


def _writes_python(words: Sequence[str]) -> bool:
    return words[0] == "writefile" and words[-1].endswith(".py")


def _markdown(placed: _Placed) -> tuple[Cell | None, bool]:
    lines = placed.source.split("\n")
    regions = paired(_text_markers(placed.source))
    if not regions and placed.is_solution:
        return Cell("markdown", ANSWER), True
    kept: list[str] = []
    following = 0
    for region in regions:
        kept += lines[following : region.first - 1]
        kept += [ANSWER] if region.kind == "solution" else []
        following = region.last
    text = "\n".join([*kept, *lines[following:]])
    pictures = {
        name: picture
        for name, picture in _mapping(placed.entry.get("attachments")).items()
        if f"attachment:{name}" in text
    }
    return Cell("markdown", text, pictures), any(region.kind == "solution" for region in regions)


def _text_markers(text: str) -> list[Marker]:
    markers = []
    for number, line in enumerate(text.split("\n"), start=1):
        found = MARKER.match(line.lstrip())
        if found is not None:
            markers.append(Marker(number, "", *meaning(found)))
    return markers
