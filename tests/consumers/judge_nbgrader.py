"""nbgrader's own export of an empty book has the columns that we write: `... FOLDER`."""

from __future__ import annotations

import csv
import sys
import tempfile
from pathlib import Path

from nbgrader.api import Gradebook
from nbgrader.plugins.export import CsvExportPlugin

ours = (Path(sys.argv[1]) / "nbgrader-csv.csv").open(newline="", encoding="utf-8")
with tempfile.TemporaryDirectory() as folder, ours:
    with Gradebook(f"sqlite:///{folder}/gradebook.db") as book:
        book.add_assignment("hw1")
        book.add_student("s000", first_name="Ana", last_name="Doe", email="s000@x.example")
        target = Path(folder) / "grades.csv"
        CsvExportPlugin(to=str(target)).export(book)
    theirs = next(csv.reader(target.open(newline="", encoding="utf-8")))
    head, *rows = csv.reader(ours)
assert head == theirs, (head, theirs)
assert {len(row) for row in rows} == {len(head)}
print(f"nbgrader: its {len(head)} columns, {len(rows)} rows")
