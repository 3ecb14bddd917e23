"""Where a solution file is marked as solution, between BEGIN SOLUTION and END SOLUTION."""

from __future__ import annotations

import io
import re
import tokenize
from collections.abc import Iterator
from dataclasses import dataclass

from grader.authoring.errors import AuthoringError

# Wider than what we write: a marker that was typed with two hashes must not be passed over, since
# the solution behind it would reach the students.
_MARKER = re.compile(r"#+\s*(BEGIN|END)[\s_]+SOLUTIONS?\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Region:
    """Lines ``first`` to ``last`` of a file, counted from 1: both markers and all between them."""

    first: int
    last: int
    indent: str


@dataclass(frozen=True, slots=True)
class _Marker:
    line: int
    indent: str
    begins: bool


def find_regions(source: str) -> list[Region]:
    """The marked regions of ``source``, which is Python that parses, in their order.

    Only comments count: a docstring may speak of the markers. Raises AuthoringError, naming the
    line, for markers that are unbalanced, nested, on a line with code or not indented alike.
    """
    regions: list[Region] = []
    begin: _Marker | None = None
    for marker in _markers(source):
        if marker.begins:
            if begin is not None:
                raise AuthoringError(
                    f"line {marker.line}: BEGIN SOLUTION inside the region that began at line "
                    f"{begin.line}; end that one first"
                )
            begin = marker
        else:
            regions.append(_region(begin, marker))
            begin = None
    if begin is not None:
        raise AuthoringError(
            f"line {begin.line}: BEGIN SOLUTION without END SOLUTION; add it after the solution"
        )
    return regions


def _region(begin: _Marker | None, end: _Marker) -> Region:
    if begin is None:
        raise AuthoringError(
            f"line {end.line}: END SOLUTION without BEGIN SOLUTION; add it before the solution"
        )
    if begin.indent != end.indent:
        raise AuthoringError(
            f"line {end.line}: END SOLUTION is not indented like its BEGIN SOLUTION at line "
            f"{begin.line}; indent both like the code between them"
        )
    return Region(begin.line, end.line, begin.indent)


def _markers(source: str) -> Iterator[_Marker]:
    for token in _comments(source):
        found = _MARKER.match(token.string)
        if found is None:
            continue
        line, column = token.start
        indent = token.line[:column]
        if indent.strip():
            raise AuthoringError(
                f"line {line}: a solution marker after code; give the marker a line of its own"
            )
        yield _Marker(line, indent, found[1].upper() == "BEGIN")


def _comments(source: str) -> Iterator[tokenize.TokenInfo]:
    tokens = tokenize.generate_tokens(io.StringIO(source).readline)
    return (token for token in tokens if token.type == tokenize.COMMENT)
