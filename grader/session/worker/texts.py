"""The student's source texts, to tell the student's lines from everyone else's."""

from __future__ import annotations

from dataclasses import dataclass
from types import CodeType


@dataclass(frozen=True, slots=True)
class Text:
    """One file or cell: how to name it to the student, and its lines."""

    name: str
    lines: tuple[str, ...]

    def line(self, number: int) -> str:
        """The text of a line counted from 1; empty beyond the end."""
        return self.lines[number - 1].strip()[:200] if 0 < number <= len(self.lines) else ""


class Texts:
    """All texts of a submission that were loaded, by the file name in their code objects."""

    def __init__(self, scratch: str) -> None:
        self.scratch = scratch
        self._texts: dict[str, Text] = {}

    def add(self, filename: str, name: str, text: str) -> Text:
        """Register a text; ``name`` is what students know it by."""
        lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
        self._texts[filename] = Text(name, tuple(lines))
        return self._texts[filename]

    def find(self, filename: object) -> Text | None:
        """The student's text of that file name; ``None`` for code that is not theirs."""
        return self._texts.get(filename) if type(filename) is str else None

    def owns(self, code: CodeType) -> bool:
        """Whether a code object was made from the student's text."""
        return code.co_filename in self._texts
