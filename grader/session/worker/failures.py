"""An exception of student code as plain data.

Everything about it is read here, inside the worker's limits: ``str(error)`` may raise,
loop or lie.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from types import TracebackType
from typing import Any

from . import hints, wire
from .shelf import class_name
from .texts import Text, Texts

MESSAGE_CHARS = 500
FIRST_LINES, LAST_LINES = 3, 12


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the student's code that a traceback went through."""

    source: Text
    number: int
    function: str = ""

    @property
    def where(self) -> str:
        """E.g. "tanh.py line 12"."""
        return f"{self.source.name} line {self.number}"

    @property
    def text(self) -> str:
        """The line as it stands in the file."""
        return wire.printable(self.source.line(self.number))

    def __str__(self) -> str:
        inside = f", in {wire.printable(self.function)[:100]}" if self.function else ""
        return f"{self.source.name}, line {self.number}{inside}: {self.text}"


class ToldError(Exception):
    """A failure that the worker words itself: ``kind`` of fault and text for the student."""

    def __init__(self, kind: str, text: str) -> None:
        super().__init__(text)
        self.kind = kind


def describe(error: BaseException, texts: Texts) -> dict[str, Any]:
    """The fault that the parent raises for ``error``; never raises itself."""
    try:
        return _described(error, texts)
    except BaseException:
        return {
            "kind": "exception",
            "text": "an exception that cannot be read",
            "type": None,
            "where": None,
            "traceback": [],
            "hint": None,
        }


def _described(error: BaseException, texts: Texts) -> dict[str, Any]:
    name, message = class_name(type(error)), message_of(error, texts)
    trace = student_lines(traceback_of(error), texts) + syntax_line(error, texts)
    last = trace[-1] if trace else None
    told = type(error) is ToldError
    about = (last.text, last.source.lines) if last else ("", ())
    return {
        "kind": error.kind if isinstance(error, ToldError) else _kind(error),
        "text": message if told else f"{name}: {message}" if message else name,
        "type": None if told else name,
        "where": last.where if last else None,
        "traceback": [str(line) for line in trace],
        "hint": None if told else hints.hint(name, message, *about),
    }


def _kind(error: BaseException) -> str:
    if issubclass(type(error), MemoryError):
        return "memory"
    return "unfinished" if issubclass(type(error), NotImplementedError) else "exception"


def message_of(error: BaseException, texts: Texts) -> str:
    """The exception's message: bounded, and the same on every run."""
    try:
        # A SyntaxError's own text names the file and line, which "where" does already.
        syntax = issubclass(type(error), SyntaxError)
        message = str(getattr(error, "msg", error) if syntax else error)
        message = str.__str__(message)[: 4 * MESSAGE_CHARS]
    except BaseException:
        return "(its message could not be read)"
    return wire.printable(neutral(message, texts))[:MESSAGE_CHARS]


def neutral(message: str, texts: Texts) -> str:
    """The text without what differs between runs: memory addresses and the scratch folder."""
    message = re.sub(r"\bat 0x[0-9a-fA-F]+", "at 0x...", message)
    for folder in (texts.scratch + "/", texts.scratch + "\\", texts.scratch):
        message = message.replace(folder, "" if folder != texts.scratch else ".")
    return message


def traceback_of(error: BaseException) -> TracebackType | None:
    """The real traceback, whatever the exception's class claims."""
    found: TracebackType | None = vars(BaseException)["__traceback__"].__get__(error)
    return found


def student_lines(trace: TracebackType | None, texts: Texts) -> list[Line]:
    """The student's own lines in a traceback, outermost first; both ends of a long one."""
    lines: list[Line] = []
    while trace is not None:
        code = trace.tb_frame.f_code
        text = texts.find(code.co_filename)
        if text is not None:
            function = "" if code.co_name == "<module>" else code.co_name
            lines.append(Line(text, trace.tb_lineno, function))
            del lines[FIRST_LINES : -LAST_LINES - 1]
        trace = trace.tb_next
    return lines[:FIRST_LINES] + lines[FIRST_LINES:][-LAST_LINES:]


def syntax_line(error: BaseException, texts: Texts) -> list[Line]:
    """The line that a SyntaxError is about, which no frame points to."""
    if not issubclass(type(error), SyntaxError):
        return []
    text, number = texts.find(getattr(error, "filename", None)), getattr(error, "lineno", None)
    return [Line(text, number)] if text is not None and type(number) is int else []
