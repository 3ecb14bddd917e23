"""From a gradebook to a folder of pages."""

from __future__ import annotations

from pathlib import Path

from grader.formats import FORMATS
from grader.gradebook import Attempt, Gradebook
from grader.report.records import Report
from grader.report.writing import write_whole

from .overview import Row, overview
from .pages import class_page, student_page

STUDENTS = "students"


def build(book: Gradebook, assignment_id: str, folder: Path) -> Path:
    """Write index.html and a page for each student into ``folder``; the path of the former.

    The index comes last, so that it leads to whole pages. Names of files are numbers: an id may
    be no file name. Raises GradebookError and OSError.
    """
    (folder / STUDENTS).mkdir(parents=True, exist_ok=True)
    info = next(each for each in book.assignments() if each.id == assignment_id)
    found = overview(book.standings(assignment_id))
    links: dict[str, str] = {}
    for number, row in enumerate(found.rows, 1):
        person = row.standing.person.id
        links[person] = f"{STUDENTS}/{number:04}.html"
        attempts = list(book.attempts(assignment_id, person))
        report_link = _write_report(row, attempts, folder / STUDENTS / f"{number:04}-report.html")
        page = student_page(info, row, attempts, book.by_hand(assignment_id, person), report_link)
        (folder / links[person]).write_bytes(page.encode())
    index = folder / "index.html"
    write_whole(index, class_page(info, found, links).encode())
    return index


def _write_report(row: Row, attempts: list[Attempt], path: Path) -> str | None:
    """The page of the report that counts; its name, or None without a report."""
    report = _counting(row, attempts)
    if report is None:
        return None
    path.write_bytes(FORMATS["html"].render(report).encode())
    return path.name


def _counting(row: Row, attempts: list[Attempt]) -> Report | None:
    for attempt in attempts:
        if attempt.number == row.standing.attempt and attempt.results:
            return attempt.results[-1].report
    return None
