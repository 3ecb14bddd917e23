"""The student's own lines for a check that lost points: sliced from what was handed in.

Which lines is known from a traceback, or from the function that a check names. Nothing is parsed
here: a worker told where definitions stand.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from grader.intake import ExerciseFile, Span, SubmittedBytes
from grader.report.records import CheckResult, Json

MOST_LINES = 30
AROUND = 3
"""Lines shown before and after the one that a traceback points to."""

_LINE_END = re.compile("\r\n|\r|\n")
_TRACED = re.compile(r"(.{1,200}?), line (\d{1,6})\b")
_CELL = re.compile(r"cell (\d{1,6})")
_WORD = re.compile(r"[A-Za-z_]\w*")
_QUANTITY = re.compile(r"d?[ZAWbzab]\d{1,3}")


@dataclass(frozen=True, slots=True)
class Quotable:
    """The file of an exercise, the files beside it, and the public names it is asked for."""

    file: ExerciseFile
    files: Sequence[SubmittedBytes]
    names: Sequence[str]


def quoted(result: CheckResult, source: Quotable) -> CheckResult:
    """The result with ``code`` in its evidence where the lines at fault are known."""
    if result.status in ("passed", "skipped", "not_graded"):
        return result
    code = _traced(result, source) or _defined(result, source)
    return result if code is None else replace(result, evidence={**result.evidence, "code": code})


def _traced(result: CheckResult, source: Quotable) -> dict[str, Json] | None:
    """The lines around the last one of the traceback."""
    trace = result.evidence.get("traceback")
    found = _TRACED.match(str(trace[-1])) if isinstance(trace, (list, tuple)) and trace else None
    lines = _lines(found[1], source) if found else []
    if found is None or not 0 < int(found[2]) <= len(lines):
        return None
    at = int(found[2])
    first, last = max(1, at - AROUND), min(len(lines), at + AROUND)
    return _quote(found[1], lines, Span(0, first, last), {at})


def _defined(result: CheckResult, source: Quotable) -> dict[str, Json] | None:
    """The function or method that the check names, with the lines that name the quantity."""
    name = next(_definitions(result, source), None)
    if name is None:
        return None
    span = source.file.spans[name]
    place = f"cell {span.cell}" if span.cell else source.file.path
    lines = _lines(place, source)
    last = min(span.last, len(lines))
    quantity = _QUANTITY.fullmatch(str(result.evidence.get("array", "")))
    numbers = range(span.first, last + 1)
    marked = _naming(quantity[0], lines, numbers) if quantity else set()
    return _quote(place, lines, replace(span, last=last), marked) if numbers else None


def _naming(quantity: str, lines: Sequence[str], numbers: range) -> set[int]:
    """The lines that assign to a quantity or, where none does, name it."""
    for pattern in (rf"\b{quantity}\b['\"\]\s]*=(?!=)", rf"\b{quantity}\b"):
        found = {number for number in numbers if re.search(pattern, lines[number - 1])}
        if found:
            return found
    return set()


def _definitions(result: CheckResult, source: Quotable) -> Iterator[str]:
    """Names of the file's definitions that the check's texts speak of, the surest first."""
    where = result.diagnosis.where if result.diagnosis else ""
    texts = (str(result.evidence.get("array", "")), where, result.title, result.message or "")
    for word in _words(texts):
        for name in (word, *(f"{each}.{word}" for each in source.names)):
            if name in source.file.spans and name.partition(".")[0] in source.names:
                yield name


def _words(texts: Iterable[str]) -> Iterator[str]:
    return (word for text in texts for word in _WORD.findall(text[:500]))


def _lines(place: str, source: Quotable) -> list[str]:
    """The lines of a file of the submission or of a cell; none where there is no such place."""
    cell = _CELL.fullmatch(place)
    cells = source.file.cells
    if cell and cells is not None:
        number = int(cell[1])
        return _LINE_END.split(cells[number - 1]) if 0 < number <= len(cells) else []
    data = next((file.data for file in source.files if file.path == place), b"")
    return _LINE_END.split(data.decode("utf-8", "replace")) if data else []


def _quote(place: str, lines: Sequence[str], span: Span, marked: set[int]) -> dict[str, Json]:
    """At most MOST_LINES of the span, the first marked line among them."""
    first = span.first
    if marked:
        first = max(first, min(min(marked) - MOST_LINES // 2, span.last - MOST_LINES + 1))
    last = min(span.last, first + MOST_LINES - 1)
    code: dict[str, Json] = {
        "place": place,
        "first": first,
        "lines": list(lines[first - 1 : last]),
        "marked": sorted(number for number in marked if first <= number <= last),
    }
    if (first, last) != (span.first, span.last):
        code["cut"] = f"lines {first} to {last} of {span.first} to {span.last}"
    return code
