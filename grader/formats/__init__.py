"""The dialects in which a report is written for other systems.

Each is a module with ``render(report: Report) -> str``, and ``CARRIES`` and ``CUTS`` for
docs/formats.md; it is imported when first used, so that one dialect's dependencies cost nobody
else's start. The terminal is not among them: it has a width and colours. Formats for a whole
class are in ``classwide``.
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

    names_student = False
    """Whether the dialect says whose report it is."""

    def render(self, report: Report, student: str | None = None) -> str:
        """Return ``report`` in this dialect, as text that ends in a line end.

        Raises:
            FormatError: the dialect has no words for what the report says.
        """
        text: str = self.load().render(report)
        return text

    def load(self) -> ModuleType:
        """Import the module now, before student code runs that could change its file."""
        return import_module(f"{__name__}.{self.module}")


@dataclass(frozen=True, slots=True)
class StudentFormat(Format):
    """A dialect that names the student: that of a class, for one of it."""

    names_student = True

    def render(self, report: Report, student: str | None = None) -> str:
        """Return ``report`` as that of ``student``, an id as the target knows it."""
        text: str = self.load().render(self.module, report, student or "")
        return text

    def load(self) -> ModuleType:
        """Import all that it takes now."""
        import_module(f"{__name__}.classwide.{self.module}")
        return import_module(f"{__name__}.one_student")


FORMATS: dict[str, Format] = {
    "ags": StudentFormat("ags", "LTI 1.3 score"),
    "canvas": StudentFormat("canvas", "Canvas' update of grades"),
    "github-classroom": Format("github_classroom", "GitHub Classroom's result of a grader step"),
    "gradescope": Format("gradescope", "Gradescope's results.json"),
    "html": Format("student_page", "one page with pictures, to look at, print or send by e-mail"),
    "json": Format("report_json", "the report itself, as its published schema defines it"),
    "junit": Format("junit", "JUnit XML, for continuous integration"),
    "markdown": Format("markdown", "GitHub's Markdown, for a comment"),
    "prairielearn": Format("prairielearn", "PrairieLearn's results.json"),
    "xapi": StudentFormat("xapi", "Experience API statement"),
    "xqueue": Format("xqueue", "reply of an external grader to Open edX"),
}
