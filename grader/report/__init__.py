"""The report: typed records, their JSON form and its published schema."""

from __future__ import annotations

from grader.report.codec import dumps, loads, recall, schema, to_json, validate
from grader.report.strict import ReportError
from grader.report.text import clean, clean_line

__all__ = [
    "ReportError",
    "clean",
    "clean_line",
    "dumps",
    "loads",
    "recall",
    "schema",
    "to_json",
    "validate",
]
