"""A spreadsheet (Gnumeric's ssconvert) opens our tables and runs nothing: `... FOLDER`."""

from __future__ import annotations

import csv
import re
import subprocess
import sys
from pathlib import Path

folder = Path(sys.argv[1])
TIME = re.compile(r"\d{4}-\d\d-\d\d[ T][\d:.]+Z?")
"""Shown in the spreadsheet's own way."""


def opened(path: Path) -> list[list[str]]:
    """The cells as the spreadsheet shows them after it has evaluated the file."""
    target = path.with_suffix(".opened.csv")
    command = ["ssconvert", "-I", "Gnumeric_stf:stf_csvtab", str(path), str(target)]
    subprocess.run(command, check=True, capture_output=True)
    return list(csv.reader(target.open(newline="", encoding="utf-8")))


probe = folder / "probe.csv"
probe.write_text('name,points\n"=1+1",3\n')
assert opened(probe)[1][0] == "2", "the oracle does not run formulas: it proves nothing"

tables = [*sorted(path for path in folder.glob("*-csv.csv")), folder / "csv.csv"]
cells = 0
for path in tables:
    written = list(csv.reader(path.open(newline="", encoding="utf-8")))
    for row, shown in zip(written, opened(path), strict=True):
        for cell, seen in zip(row, [*shown, *[""] * len(row)], strict=False):
            cells += 1
            # A leading ' keeps text from being run; spreadsheets do not show it.
            same = cell.removeprefix("'").split() == seen.removeprefix("'").split()
            assert same or TIME.fullmatch(cell) or float(cell) == float(seen), (
                path.name,
                cell[:80],
                seen[:80],
            )
print(f"ssconvert: {cells} cells of {len(tables)} tables shown as written, no formula run")
