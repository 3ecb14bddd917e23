"""Writes files for the judges to read: `python samples.py FOLDER`, with the grader installed.

Their texts are hostile on purpose. `expected.json` says what a reader has to find.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from grader.formats import FORMATS
from grader.formats.classwide import EXPORTS
from grader.formats.exports import Target
from grader.report.records import (
    AssignmentInfo,
    CheckResult,
    Environment,
    ExerciseResult,
    Isolation,
    Report,
    Submission,
)
from grader.report.standings import ClassRecord, Person, Standing

HOSTILE = [
    "plain",
    '=HYPERLINK("http://x","y")',
    "+1+cmd|' /C calc'!A0",
    "-2+3",
    "@SUM(1+1)",
    "\uff1d1+1",
    "\t=1+1",
    "<script>alert(1)</script>&amp;&nbsp;",
    "]]><x/>",
    "\x1b[31mred\x1b]0;title\x07",
    "\x00\x01\ufffe\ud800",
    "\u202egpj.py\u2066\u200b",
    "::error::x\n::stop-commands::y",
    "a,b;c\td\"e'f\r\ng",
    '{"score": 1}',
    "x" * 60_000,
    "\u20ac\U0001f600" * 20_000,
]
POINTS = [0.0, 0.1, 1 / 3, 7.25, 10.0, 12.5]


def report(text: str, score: float) -> Report:
    """A report with ``text`` wherever a student or an author could have put it."""
    lost = CheckResult("net.a", text, "failed", score, 10.0, message=text, look_at=text)
    exercise = ExerciseResult("net", text, "partial", score, 10.0, remarks=(text,), checks=(lost,))
    return Report(
        status="graded",
        score=score,
        max_score=10.0,
        assignment=AssignmentInfo("hw1", text, "sha256:" + "a" * 64),
        submission=Submission(text, ()),
        exercises=(exercise,),
        seed=7,
        isolation=Isolation("full", {}, text),
        environment=Environment("0.1", "3.12", "2.4", "Linux"),
        started_at="2026-11-23T10:00:00.000Z",
        duration_s=0.5,
        output=text,
    )


def standing(number: int, text: str, points: float) -> Standing:
    """A student with ``text`` as name."""
    name = f"s{number:03}"
    keys = ("canvas_id", "lti_id", "username", "idnumber")
    return Standing(
        Person(name, text, f"{name}@x.example", dict.fromkeys(keys, name)),
        "graded",
        points,
        10.0,
        earned=points,
        attempt=1,
        submitted_at="2026-11-23T09:00:00Z",
        graded_at=f"2026-11-23T10:{number:02}:00Z",
        report=report(text, min(points, 10.0)),
    )


def main(folder: Path) -> None:
    """Write the files."""
    cases = [(text, POINTS[n % len(POINTS)]) for n, text in enumerate(HOSTILE)]
    everybody = tuple(standing(n, text, points) for n, (text, points) in enumerate(cases))
    record = ClassRecord(AssignmentInfo("hw1", "HW 1", "sha256:" + "a" * 64), 10.0, everybody)
    for name in ("ags", "canvas", "canvas-csv", "csv", "moodle-csv", "nbgrader-csv", "xapi"):
        form = EXPORTS[name]
        (folder / (name + form.ending)).write_bytes(form.render(record, Target()).content)
    for number, (text, points) in enumerate(cases):
        written = FORMATS["xqueue"].render(report(text, min(points, 10.0)))
        (folder / f"xqueue-{number:03}.json").write_text(written)
    text = FORMATS["gradescope"].render(report(HOSTILE[0], POINTS[3]))
    (folder / "gradescope.json").write_text(text)
    found = {each.person.id: round(each.points or 0.0, 5) for each in everybody}
    (folder / "expected.json").write_text(json.dumps(found))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
