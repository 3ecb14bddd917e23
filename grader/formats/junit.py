"""JUnit XML, as continuous integration reads it; checked against Jenkins' junit-10.xsd."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from xml.etree import ElementTree

from grader.formats import wording
from grader.formats.amounts import plain
from grader.formats.feedback import COMMENT_BYTES, as_html, cut
from grader.formats.items import Item, items
from grader.report.records import Report
from grader.report.text import clean, clean_line

CARRIES = "every check with its advice; points as properties of a suite"
CUTS = "an advice at 20,000 bytes; what the student's code printed"

_TAGS = {"lost": "failure", "not_graded": "error", "skipped": "skipped"}


def render(report: Report) -> str:
    """Return one suite an exercise; an error is the grader's fault, a failure is not."""
    tests = items(report)
    root = ElementTree.Element("testsuites", _counts(report.assignment.title, tests))
    root.attrib.pop("skipped")
    for number, suite in groupby(tests, lambda item: item.number.split(".")[0]):
        root.append(_suite(report, number, list(suite)))
    ElementTree.indent(root)
    text = ElementTree.tostring(root, encoding="unicode")
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{text}\n'


def _suite(report: Report, number: str, tests: Sequence[Item]) -> ElementTree.Element:
    suite = ElementTree.Element("testsuite", _counts(tests[0].exercise, tests))
    suite.set("timestamp", clean_line(report.started_at, 40))
    exercise = report.exercises[int(number) - 1]
    properties = ElementTree.SubElement(suite, "properties")
    found = {"max_score": plain(exercise.max_score), "seed": str(report.seed)}
    if exercise.score is not None:
        found = {"score": plain(exercise.score), **found}
    for name, value in found.items():
        ElementTree.SubElement(properties, "property", {"name": name, "value": value})
    suite.extend(_case(report, item) for item in tests)
    return suite


def _counts(name: str, tests: Sequence[Item]) -> dict[str, str]:
    outcomes = [item.outcome for item in tests]
    return {
        "name": clean_line(name, 300),
        "tests": str(len(tests)),
        "failures": str(outcomes.count("lost")),
        "errors": str(outcomes.count("not_graded")),
        "skipped": str(outcomes.count("skipped")),
        "time": f"{sum(item.duration_s for item in tests):.3f}",
    }


def _case(report: Report, item: Item) -> ElementTree.Element:
    # Readers drop all but the first of two cases of one name: the id keeps them apart.
    case = ElementTree.Element(
        "testcase",
        {
            "classname": clean_line(f"{report.assignment.id}.{item.id}", 300),
            "name": item.title,
            "time": f"{item.duration_s:.3f}",
        },
    )
    if item.outcome in _TAGS:
        points = wording.points(item.score, item.max_score)
        found = ElementTree.SubElement(case, _TAGS[item.outcome], {"message": f"{points} points"})
        found.text = cut(clean(item.advice, COMMENT_BYTES), as_html, COMMENT_BYTES)
    return case
