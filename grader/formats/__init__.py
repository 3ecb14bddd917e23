"""The dialects in which a report is written for other systems.

Each is a module with ``render(report: Report) -> str``; it is imported when first used, so that
one dialect's dependencies cost nobody else's start. The terminal is not among them: it has a
width and colours.
"""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from types import ModuleType

from grader.report.records import Report


@dataclass(frozen=True, slots=True)
class Format:
    """One dialect: the module that writes it and, for ``--help``, what it is."""

    module: str
    summary: str

    def render(self, report: Report) -> str:
        """Return ``report`` in this dialect, as text that ends in a line end."""
        text: str = self.load().render(report)
        return text

    def load(self) -> ModuleType:
        """Import the module now, before student code runs that could change its file."""
        return import_module(f"{__name__}.{self.module}")


FORMATS: dict[str, Format] = {
    "html": Format("student_page", "one page with pictures, to look at, print or send by e-mail"),
    "json": Format("report_json", "the report itself, as its published schema defines it"),
}
