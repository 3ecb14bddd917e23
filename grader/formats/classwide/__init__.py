"""The formats for a whole class: ``ClassRecord`` in, one file out.

Each is a module with ``render(record, target) -> Export``, ``KEY`` (the roster's column by which
the target knows students), and ``CARRIES`` and ``CUTS`` for docs/formats.md.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from importlib import import_module

from grader.formats.exports import Export, Target
from grader.report.standings import ClassRecord, Person


@dataclass(frozen=True, slots=True)
class ClassFormat:
    """One format: the module that writes it, the usual ending of its file, and what it is."""

    module: str
    ending: str
    summary: str

    def render(self, record: ClassRecord, target: Target) -> Export:
        """Return ``record`` in this format.

        Raises:
            FormatError: it cannot be said in it, or something is missing in ``target``.
        """
        export: Export = import_module(self._name).render(record, target)
        return export

    @property
    def key(self) -> str:
        """The roster's column by which the target knows a student."""
        key: str = import_module(self._name).KEY
        return key

    @property
    def _name(self) -> str:
        return f"{__name__}.{self.module}"


EXPORTS: dict[str, ClassFormat] = {
    "ags": ClassFormat("ags", ".jsonl", "LTI 1.3 scores, one a line"),
    "blackboard-csv": ClassFormat("blackboard_csv", ".csv", "Blackboard's work offline"),
    "brightspace-csv": ClassFormat("brightspace_csv", ".csv", "Brightspace's import of grades"),
    "canvas": ClassFormat("canvas", ".json", "Canvas' bulk update of grades"),
    "canvas-csv": ClassFormat("canvas_csv", ".csv", "Canvas' gradebook, for its import"),
    "csv": ClassFormat("plain_csv", ".csv", "all that the gradebook knows, as a table"),
    "markdown": ClassFormat("markdown", ".md", "a table of the class in Markdown"),
    "moodle-csv": ClassFormat("moodle_csv", ".csv", "Moodle's import of grades, CSV"),
    "moodle-feedback": ClassFormat("moodle_feedback", ".zip", "feedback files for Moodle, a zip"),
    "moodle-worksheet": ClassFormat("moodle_worksheet", ".csv", "Moodle's worksheet, filled in"),
    "moodle-xml": ClassFormat("moodle_xml", ".xml", "Moodle's import of grades, XML"),
    "nbgrader-csv": ClassFormat("nbgrader_csv", ".csv", "the columns of nbgrader export"),
    "xapi": ClassFormat("xapi", ".json", "Experience API statements"),
}


def identified_by(record: ClassRecord, key: str, column: str) -> ClassRecord:
    """Return ``record`` with each student's ``key`` taken from the roster's ``column``.

    ``id`` and ``email`` are columns too. A student without an entry has no ``key`` afterwards.
    """
    standings = tuple(
        replace(each, person=_renamed(each.person, key, column)) for each in record.standings
    )
    return replace(record, standings=standings)


def _renamed(person: Person, key: str, column: str) -> Person:
    value = {"id": person.id, "email": person.email}.get(column, person.ids.get(column, ""))
    if key == "id":
        return replace(person, id=value)
    if key == "email":
        return replace(person, email=value)
    return replace(person, ids={**person.ids, key: value})
