"""Tables as text, of which no spreadsheet runs anything."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Sequence
from io import StringIO

from grader.formats.exports import FormatError
from grader.report.text import clean, clean_line

_MAX_CELL = 32_000
"""Excel cuts a cell at 32,767 characters."""

# What starts a formula, in spreadsheets and in the tools that clean up after them.
_FORMULA = re.compile(r"\s*[=+\-@|%＝＋－＠]")  # noqa: RUF001 (full-width ones count too)
_HARMLESS = re.compile(r"-?|-?\d+(?:[.,]\d+)?%?", re.ASCII)


def words(text: str) -> str:
    """Return cleaned text for a cell; a leading ' keeps what looks like a formula from running."""
    cleaned = clean(text, _MAX_CELL)
    return f"'{cleaned}" if _is_formula(cleaned) else cleaned


def heading(text: str) -> str:
    """Return a column's name as the importer has to find it again.

    Raises:
        FormatError: it would be a formula, or is not one clean line.
    """
    if _is_formula(text) or clean_line(text, 1000) != text or not text:
        raise FormatError(
            f"{clean_line(text, 80)!r} cannot be a column's name: name the item with --item NAME"
        )
    return text


def table(rows: Iterable[Sequence[str]], *, delimiter: str = ",", line_end: str = "\n") -> str:
    """Write rows of cells that are safe already."""
    out = StringIO()
    csv.writer(out, delimiter=delimiter, lineterminator=line_end).writerows(rows)
    return out.getvalue()


def _is_formula(text: str) -> bool:
    return _FORMULA.match(text) is not None and _HARMLESS.fullmatch(text) is None
