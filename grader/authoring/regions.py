"""Where a source is marked as solution, or as tests that students do not get.

The marks are those that users of nbgrader and otter know: BEGIN SOLUTION and END SOLUTION, the
same with HIDDEN TESTS, each on a line of its own, and SOLUTION behind a statement.
"""

from __future__ import annotations

import ast
import io
import re
import tokenize
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from grader.authoring.errors import AuthoringError

Kind = Literal["solution", "statement", "hidden"]

# Wider than what we write: a marker that was typed with two hashes must not be passed over, since
# the solution behind it would reach the students.
MARKER = re.compile(
    r"(?:#+|<!--)\s*(BEGIN|END)[\s_]+(?:(SOLUTION)S?|(HIDDEN)[\s_]+TESTS?)\b", re.IGNORECASE
)
_SUFFIX = re.compile(r"#+\s*SOLUTIONS?(?:\s+NO\s+PROMPT)?\s*$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Region:
    """Lines ``first`` to ``last`` of a file, counted from 1: both markers and all between them.

    ``kind`` is "solution" between markers, "statement" for statements with SOLUTION behind them,
    "hidden" for tests that students do not get.
    """

    first: int
    last: int
    indent: str
    kind: Kind = "solution"


@dataclass(frozen=True, slots=True)
class Marker:
    """One marker: where it stands and what it says."""

    line: int
    indent: str
    begins: bool
    kind: Kind

    @property
    def text(self) -> str:
        """What it says, for messages."""
        what = "HIDDEN TESTS" if self.kind == "hidden" else "SOLUTION"
        return f"{'BEGIN' if self.begins else 'END'} {what}"

    @property
    def partner(self) -> str:
        """What the marker that belongs to it says."""
        begin, end = ("END", "BEGIN") if self.begins else ("BEGIN", "END")
        return self.text.replace(end, begin)


def find_regions(source: str) -> list[Region]:
    """The marked regions of ``source``, which is Python that parses, in their order.

    Only comments count: a docstring may speak of the markers. Raises AuthoringError, naming the
    line, for markers that are unbalanced, nested, on a line with code or not indented alike, and
    for a SOLUTION that stands behind nothing.
    """
    comments = list(_comments(source))
    regions = paired(list(_markers(comments)))
    lines = [
        token.start[0]
        for token in comments
        if _SUFFIX.match(token.string) and not _is_inside(token.start[0], regions)
    ]
    if lines:
        regions += _merged(_statements(source, lines), source.split("\n"))
    return sorted(regions, key=lambda region: region.first)


def paired(markers: Sequence[Marker]) -> list[Region]:
    """The regions between markers that are in order; AuthoringError where they are not."""
    regions: list[Region] = []
    begin: Marker | None = None
    for marker in markers:
        if marker.begins:
            if begin is not None:
                raise AuthoringError(
                    f"line {marker.line}: {marker.text} inside the region that began at line "
                    f"{begin.line}; end that one first"
                )
            begin = marker
        else:
            regions.append(_region(begin, marker))
            begin = None
    if begin is not None:
        raise AuthoringError(
            f"line {begin.line}: {begin.text} without {begin.partner}; add it after the "
            f"{'tests' if begin.kind == 'hidden' else 'solution'}"
        )
    return regions


def _region(begin: Marker | None, end: Marker) -> Region:
    if begin is None or begin.kind != end.kind:
        raise AuthoringError(
            f"line {end.line}: {end.text} without {end.partner}; add it before the "
            f"{'tests' if end.kind == 'hidden' else 'solution'}"
        )
    if begin.indent != end.indent:
        raise AuthoringError(
            f"line {end.line}: {end.text} is not indented like its {begin.text} at line "
            f"{begin.line}; indent both like the code between them"
        )
    return Region(begin.line, end.line, begin.indent, begin.kind)


def _markers(comments: Sequence[tokenize.TokenInfo]) -> Iterator[Marker]:
    for token in comments:
        found = MARKER.match(token.string)
        if found is None:
            continue
        line, column = token.start
        indent = token.line[:column]
        if indent.strip():
            raise AuthoringError(
                f"line {line}: a solution marker after code; give the marker a line of its own"
            )
        yield Marker(line, indent, *meaning(found))


def meaning(found: re.Match[str]) -> tuple[bool, Kind]:
    """Whether a match of MARKER begins a region, and of which kind."""
    return found[1].upper() == "BEGIN", "hidden" if found[3] else "solution"


def _comments(source: str) -> Iterator[tokenize.TokenInfo]:
    tokens = tokenize.generate_tokens(io.StringIO(source).readline)
    return (token for token in tokens if token.type == tokenize.COMMENT)


def _is_inside(line: int, regions: Sequence[Region]) -> bool:
    return any(region.first <= line <= region.last for region in regions)


def _statements(source: str, lines: Sequence[int]) -> list[Region]:
    """The whole lines of the innermost statement around each of the lines."""
    statements = [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.stmt)]
    texts = source.split("\n")
    return [_statement(statements, texts, line) for line in lines]


def _statement(statements: Sequence[ast.stmt], texts: Sequence[str], line: int) -> Region:
    around = [node for node in statements if node.lineno <= line <= (node.end_lineno or 0)]
    if not around or texts[line - 1].lstrip().startswith("#"):
        raise AuthoringError(
            f"line {line}: SOLUTION stands behind no statement; put it behind one, or "
            "### BEGIN SOLUTION and ### END SOLUTION around several"
        )
    innermost = around[-1]  # ast.walk goes breadth first
    text = texts[innermost.lineno - 1]
    indent = text[: len(text) - len(text.lstrip())]
    return Region(innermost.lineno, innermost.end_lineno or line, indent, "statement")


def _merged(regions: Sequence[Region], texts: Sequence[str]) -> list[Region]:
    """Neighbours with nothing but blank lines and comments between them as one."""
    merged: list[Region] = []
    for region in sorted(regions, key=lambda region: (region.first, -region.last)):
        last = merged[-1] if merged else None
        if last is not None and region.last <= last.last:
            continue
        if last is not None and last.indent == region.indent and _is_idle(last, region, texts):
            merged[-1] = Region(last.first, region.last, last.indent, "statement")
        else:
            merged.append(region)
    return merged


def _is_idle(one: Region, other: Region, texts: Sequence[str]) -> bool:
    between = texts[one.last : other.first - 1]
    return all(not text.strip() or text.lstrip().startswith("#") for text in between)
