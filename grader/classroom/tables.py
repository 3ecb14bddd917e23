"""Tables about a class for people: everything that a student named is cleaned here."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TextIO

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from grader.report.text import clean_line

from .summary import BINS, Rate, Summary

_CELL = 160
_MOST = 20
_BAR = 30
_TITLE = 36
_WIDTH = 100


class Printer:
    """Writes lines and tables to a stream, never wider than it is."""

    def __init__(self, stream: TextIO) -> None:
        width = None if stream.isatty() else _WIDTH
        self._console = Console(
            file=stream, width=width, markup=False, highlight=False, emoji=False, soft_wrap=True
        )

    def line(self, text: str = "") -> None:
        """One line, cleaned."""
        self._console.print(Text(clean_line(text, 1_000)))

    def table(self, titles: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
        """A table; columns of figures stand to the right."""
        cells = [[clean_line(cell, _CELL) for cell in row] for row in rows]
        table = Table(box=box.SIMPLE_HEAD, show_edge=False, pad_edge=False)
        for number, title in enumerate(titles):
            figures = all(_is_figure(row[number]) for row in cells)
            table.add_column(title, justify="right" if figures else "left", overflow="fold")
        for row in cells:
            table.add_row(*map(Text, row))
        self._console.print(table)


def _is_figure(cell: str) -> bool:
    return bool(cell) and all(char in "0123456789.,+-%/ " for char in cell)


def print_summary(printer: Printer, summary: Summary) -> None:
    """The figures of a class."""
    states = ", ".join(
        f"{count} {state.replace('_', ' ')}" for state, count in summary.states.items()
    )
    printer.line(f"Students: {states or 'none'}")
    if summary.mean is not None and summary.lowest is not None and summary.highest is not None:
        printer.line(
            f"Points of {summary.max_points:g}: mean {summary.mean:.1f}, median "
            f"{summary.median:.1f}, from {summary.lowest:g} to {summary.highest:g}"
        )
        printer.line()
        printer.table(("Percent", "Students", ""), _distribution(summary.bins))
    _rates(printer, "Exercise", summary.exercises)
    _rates(printer, "Check", [rate for rate in summary.checks if rate.passed < rate.of])
    if summary.mistakes:
        rows = [(named.bug, str(named.students)) for named in summary.mistakes[:_MOST]]
        printer.table(("Named mistake", "Students"), rows)
        printer.line()
    if summary.look:
        whom = [(look.person_id, look.name, look.why) for look in summary.look]
        printer.table(("Look at", "Name", "Why"), whom)


def _distribution(bins: Sequence[int]) -> Iterable[Sequence[str]]:
    most = max(bins) or 1
    step = 100 // BINS
    for number in reversed(range(BINS)):
        bar = "#" * round(_BAR * bins[number] / most)
        yield f"{number * step}-{(number + 1) * step}", str(bins[number]), bar


def _rates(printer: Printer, what: str, rates: Sequence[Rate]) -> None:
    if not rates:
        return
    rows = [
        (rate.id, f"{rate.passed}/{rate.of}", f"{100 * rate.share:.0f}%", _short(rate.title))
        for rate in rates
    ]
    printer.line()
    printer.table((what, "Passed", "Points", "Title"), rows)
    printer.line()


def _short(title: str) -> str:
    line = clean_line(title, _CELL)
    return line if len(line) <= _TITLE else line[: _TITLE - 1] + "\N{HORIZONTAL ELLIPSIS}"
