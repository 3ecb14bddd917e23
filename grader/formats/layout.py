"""Paragraphs on a terminal: wrapped to its width, plain or in colour."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from io import StringIO
from typing import Literal

from grader.report.text import clean

Tone = Literal["plain", "strong", "good", "part", "bad", "fault", "quiet"]

GLUE = "\N{NO-BREAK SPACE}"
"""Stands for a blank at which no line may end."""

NARROWEST = 20

_STYLES: dict[Tone, str] = {
    "plain": "",
    "strong": "bold",
    "good": "green",
    "part": "yellow",
    "bad": "red",
    "fault": "magenta",
    "quiet": "dim",
}
# How our own symbols look where the terminal has none of them.
_LIKENESS = str.maketrans(
    {
        "…": "...",
        "✓": "+",
        "✗": "x",
        **dict(zip("▁▂▃▄▅▆▇█", "_.:-=+*#", strict=True)),
    }
)
_MAX_TEXT = 20_000

Row = tuple[str, str, "Paragraph"]


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Text that wraps beside its ``lead``, a few characters such as a mark or points."""

    text: str
    tone: Tone = "plain"
    lead: str = ""
    lead_tone: Tone = "plain"
    indent: int = 0
    verbatim: bool = False
    """Whether every line of the text repeats the lead: for text that is quoted."""


BLANK = Paragraph("")
"""An empty line; of several in a row one is shown."""


def to_text(
    paragraphs: Iterable[Paragraph], *, width: int, colour: bool, encoding: str = "utf-8"
) -> str:
    """Return the paragraphs on lines of at most ``width`` columns (``NARROWEST`` if less).

    Text is cleaned on the way, so that nothing in it can steer the terminal, and holds only
    characters that ``encoding``, the name of a codec, can write.
    """
    width = max(width, NARROWEST)
    spaced = _without_double_blanks(paragraphs)
    rows = [row for paragraph in spaced for row in _rows(paragraph, width, encoding)]
    return _coloured(rows) if colour else _plain(rows)


def _without_double_blanks(paragraphs: Iterable[Paragraph]) -> Iterator[Paragraph]:
    last = BLANK
    for paragraph in paragraphs:
        if paragraph != BLANK or last != BLANK:
            yield paragraph
        last = paragraph


def columns(text: str) -> int:
    """Return how many columns of a terminal ``text`` takes."""
    return sum(map(_width, text))


def _width(char: str) -> int:
    if char.isascii():
        return 1
    if unicodedata.category(char) in ("Mn", "Me"):
        return 0
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1


def _rows(paragraph: Paragraph, width: int, encoding: str) -> Iterator[Row]:
    # On a narrow terminal indents and long leads give way to the text.
    indent = " " * min(paragraph.indent, width // 4)
    lead = indent + _encodable(paragraph.lead, encoding)
    hang = " " * min(columns(lead), width // 3)
    text = _encodable(clean(paragraph.text, _MAX_TEXT), encoding).expandtabs(4)
    if columns(lead) > width // 2:
        lead, text = indent, lead.lstrip() + text
    rooms = (width - columns(lead), width - columns(hang))
    if paragraph.verbatim:
        rooms = (rooms[0], rooms[0])
    for number, line in enumerate(_wrapped(text, *rooms)):
        yield (lead if paragraph.verbatim or number == 0 else hang), line, paragraph


def _wrapped(text: str, first: int, rest: int) -> Iterator[str]:
    room = first
    for line in text.split("\n"):
        while (fitting := _fitting(line, room)) < len(line):
            cut = _break(line, fitting)
            yield line[:cut].rstrip(" ")
            line = line[cut:].lstrip(" ")
            room = rest
        yield line
        room = rest


def _fitting(line: str, room: int) -> int:
    """Return how many characters of ``line`` fit in ``room`` columns, at least one."""
    for count, char in enumerate(line):
        room -= _width(char)
        if room < 0:
            return max(count, 1)
    return len(line)


def _break(line: str, fitting: int) -> int:
    if line[fitting] == " ":
        return fitting
    blank = line.rfind(" ", 0, fitting)
    return blank + 1 if line[:blank].strip(" ") and blank > 0 else fitting


def _plain(rows: Iterable[Row]) -> str:
    return "".join(f"{lead}{line}".replace(GLUE, " ").rstrip() + "\n" for lead, line, _ in rows)


def _coloured(rows: Iterable[Row]) -> str:
    # Imported here: it would double the time to start for everyone who pipes.
    from rich.console import Console
    from rich.text import Text

    stream = StringIO()
    console = Console(
        file=stream,
        force_terminal=True,
        color_system="standard",
        legacy_windows=False,
        no_color=False,
    )
    for lead, line, paragraph in rows:
        text = Text(lead.replace(GLUE, " "), _STYLES[paragraph.lead_tone])
        text = Text.assemble(text, (line.replace(GLUE, " "), _STYLES[paragraph.tone]))
        text.rstrip()
        console.print(text, soft_wrap=True, highlight=False, markup=False, emoji=False)
    return stream.getvalue()


def _encodable(text: str, encoding: str) -> str:
    if encoding.lower().startswith("utf"):
        return text
    parts = text.translate(_LIKENESS).split(GLUE)
    return GLUE.join(part.encode(encoding, "backslashreplace").decode(encoding) for part in parts)
