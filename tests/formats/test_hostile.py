"""Whatever students, authors and rosters write, every format stays what its readers take."""

from __future__ import annotations

import base64
import csv
import json
import re
from collections.abc import Callable
from functools import cache
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from lxml import etree
from ralph.models.xapi.base.statements import BaseXapiStatement

from grader.formats import FORMATS
from grader.formats.classwide import EXPORTS
from grader.formats.exports import Export, FormatError, Target
from grader.report.records import AssignmentInfo, CheckResult, ExerciseResult, Report
from grader.report.standings import ClassRecord, Override, Person, Standing

MakeReport = Callable[..., Report]
JUDGES = Path(__file__).parent / "judges"

PIECES = [
    "=1+1", "+1", "-2+3", "@SUM(A1)", "\t=1", "\r=1", "\uff1d1", "|x", "%0A", "'=1",
    "<script>", "&amp;", "]]>", "<!--", "\x1b[31m", "\x1b]0;t\x07", "\x00", "\ud800", "\ufffe",
    "\u202e", "\u2066", "\u200b", "::error::", "\n::add-mask::x\n", "##[error]", "```", "| a | b |",
    "@all", "http://x.example", '{"score":1}', ",;\t\"'", "\r\n", "\u2028", "../../x", "NaN",
    "1e999", "_9_assignfeedback_file", "dW1", "\u20ac", "\U0001f600", "x" * 30_000,
]  # fmt: skip
TEXT = st.lists(st.sampled_from(PIECES) | st.text(max_size=20), max_size=4).map("".join)
ID = st.sampled_from(["ana", "b.b", "c@x.example", "007", "_d", *PIECES]) | st.text(max_size=10)
MAIL = st.sampled_from(["a@x.example", "b.c@y.example"]) | ID
POINTS = st.floats(0, 12, allow_nan=False).map(lambda value: round(value, 7))
CHECK_STATUS = st.sampled_from(["passed", "partial", "failed", "error", "timeout", "skipped"])
STATES = st.sampled_from(["graded", "not_graded", "pending", "missing", "excused"])

EVIDENCE = st.dictionaries(
    st.sampled_from(["array", "case", "expected", "got", "index", "traceback", "warnings"]),
    TEXT | st.floats() | st.lists(TEXT, max_size=3),
    max_size=4,
)

# Nobody's fault but the cell's: what a spreadsheet would run.
RUNS = re.compile(r"\s*[=+@|%\uff1d\uff0b\uff0d\uff20-]")
HARMLESS = re.compile(r"-?|-?\d+(\.\d+)?|#|    Points Possible")
STEERS = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]"
)


@st.composite
def checks(draw: st.DrawFn, number: int) -> CheckResult:
    most = draw(POINTS)
    return CheckResult(
        f"net.{number}{draw(st.sampled_from(['', '=', '<']))}",
        draw(TEXT),
        draw(CHECK_STATUS),
        min(draw(POINTS), most),
        most,
        message=draw(TEXT),
        look_at=draw(TEXT),
        evidence=draw(EVIDENCE),
        duration_s=0.01,
    )


@st.composite
def exercises(draw: st.DrawFn, number: int) -> ExerciseResult:
    found = tuple(draw(checks(n)) for n in range(draw(st.integers(0, 3))))
    score = sum(check.score or 0.0 for check in found)
    return ExerciseResult(
        f"e{number}", draw(TEXT), "partial", score, sum(check.max_score for check in found) + 1,
        message=draw(TEXT), remarks=(draw(TEXT),), checks=found,
    )  # fmt: skip


@st.composite
def standings(draw: st.DrawFn, build: MakeReport, number: int) -> Standing:
    state = draw(STATES)
    points = draw(POINTS) if state == "graded" else None
    keys = ("canvas_id", "sis_id", "lti_id", "username", "idnumber", "org_defined_id", "section")
    report = build(draw(exercises(0)), output=draw(TEXT)) if state == "graded" else None
    given_by_hand = Override(points, draw(TEXT), "2026-11-24T10:00:00+01:00")
    # An id that two students shared would be the roster's mistake.
    ids = {key: f"{draw(ID)}{number}" for key in keys}
    return Standing(
        Person(f"{draw(ID)}{number}", draw(TEXT), draw(MAIL), ids),
        state,
        points,
        10.0,
        earned=points,
        late_penalty=draw(st.sampled_from([0.0, 1.5])),
        override=draw(st.sampled_from([None, given_by_hand])),
        attempt=1,
        graded_at="2026-11-23T10:00:00.5Z",
        report=report,
    )


@cache
def schema(name: str) -> Draft202012Validator:
    return Draft202012Validator(json.loads((JUDGES / f"{name}.json").read_text()))


@cache
def junit() -> etree.XMLSchema:
    return etree.XMLSchema(etree.parse(JUDGES / "junit-10.xsd"))


def harmless(text: str) -> None:
    assert not STEERS.search(text), repr(STEERS.search(text))


def texts(data: Any) -> list[str]:
    if isinstance(data, str):
        return [data]
    parts = [*data, *data.values()] if isinstance(data, dict) else data
    return [text for part in parts for text in texts(part)] if isinstance(parts, list) else []


def read_json(text: str) -> Any:
    data = json.loads(text, parse_constant=pytest.fail)
    for part in texts(data):
        harmless(part)
    return data


def read_gradescope(text: str, report: Report) -> None:
    data = read_json(text)
    schema("gradescope").validate(data)
    assert data["score"] == pytest.approx(report.score, abs=1e-5)


def read_prairielearn(text: str, report: Report) -> None:
    data = read_json(text)
    schema("prairielearn").validate(data)
    assert data["score"] == pytest.approx((report.score or 0) / report.max_score, abs=1e-5)


def read_junit(text: str, report: Report) -> None:
    root = etree.fromstring(text.encode())
    junit().assertValid(root)
    points = [float(each.get("value")) for each in root.iterfind(".//property[@name='score']")]
    assert sum(points) == pytest.approx(report.score, abs=1e-4)
    harmless("".join(root.itertext()))


def read_github(text: str, report: Report) -> None:
    assert len(text) < 128 * 1024
    data = read_json(base64.b64decode(text).decode("ascii"))
    assert sum(test["score"] for test in data["tests"]) == pytest.approx(report.score, abs=1e-4)
    for printed in texts(data):
        assert not re.search(r"\n|::|##\[", printed)


def read_xqueue(text: str, report: Report) -> None:
    data = read_json(text)
    assert data["score"] == pytest.approx(report.score, abs=1e-5)
    assert {each.tag for each in etree.fromstring(data["msg"]).iter()} == {"div", "pre"}
    assert len(text) < 21_000


def read_page(text: str, report: Report) -> None:
    harmless(text)


READERS: dict[str, Callable[[str, Report], None]] = {
    "github-classroom": read_github,
    "gradescope": read_gradescope,
    "junit": read_junit,
    "markdown": read_page,
    "prairielearn": read_prairielearn,
    "xqueue": read_xqueue,
}
FEW = settings(
    max_examples=12,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


@pytest.mark.parametrize("name", READERS)
@FEW
@given(data=st.data())
def test_a_hostile_report_is_still_read(
    make_report: MakeReport, name: str, data: st.DataObject
) -> None:
    found = [data.draw(exercises(n)) for n in range(2)]
    assignment = AssignmentInfo("hw1", data.draw(TEXT), data.draw(TEXT))
    report = make_report(*found, assignment=assignment, output=data.draw(TEXT))
    READERS[name](FORMATS[name].render(report), report)


def read_table(export: Export, record: ClassRecord) -> None:
    rows = list(csv.reader(StringIO(export.content.decode(), newline="")))
    assert {len(row) for row in rows} == {len(rows[0])}
    for cell in (cell for row in rows for cell in row):
        harmless(cell)
        assert not RUNS.match(cell) or HARMLESS.fullmatch(cell), cell[:80]


def read_xapi(export: Export, record: ClassRecord) -> None:
    for statement in read_json(export.content.decode()):
        BaseXapiStatement.model_validate(statement)


def read_ags(export: Export, record: ClassRecord) -> None:
    for line in export.content.decode().splitlines():
        score = read_json(line)
        assert score["timestamp"].endswith("Z")
        assert ("scoreGiven" in score) == (score["gradingProgress"] == "FullyGraded")


def read_canvas(export: Export, record: ClassRecord) -> None:
    data = read_json(export.content.decode())
    assert all(grade.keys() & {"posted_grade", "excuse"} for grade in data["grade_data"].values())


def read_moodle_xml(export: Export, record: ClassRecord) -> None:
    root = etree.fromstring(export.content)
    for feedback in root.iter("feedback"):
        assert [each.tag for each in etree.fromstring(feedback.text).iter()] == ["pre"]


def read_markdown(export: Export, record: ClassRecord) -> None:
    text = export.content.decode()
    harmless(text)
    assert text.count("\n") == 4 + len(record.standings)
    assert not re.search(r"<|@|\]\(|http:", text)


def column(place: int) -> Callable[[str], list[str]]:
    def read(text: str) -> list[str]:
        return [row[place] for row in csv.reader(StringIO(text, newline=""))]

    return read


POINTS_IN: dict[str, Callable[[str], list[Any]]] = {
    "ags": lambda text: [json.loads(line).get("scoreGiven") for line in text.splitlines()],
    "blackboard-csv": column(1),
    "brightspace-csv": column(2),
    "canvas": lambda text: [
        grade.get("posted_grade") for grade in json.loads(text)["grade_data"].values()
    ],
    "canvas-csv": lambda text: column(5)(text)[2:],
    "csv": column(5),
    "moodle-csv": column(3),
    "moodle-xml": lambda text: etree.fromstring(text.encode()).xpath("//score/text()"),
    "nbgrader-csv": column(9),
    "xapi": lambda text: [each["result"]["score"]["raw"] for each in json.loads(text)],
}


def found_points(name: str, export: Export) -> list[float]:
    """Every number where points stand."""
    cells = map(str, POINTS_IN[name](export.content.decode()))
    return sorted(float(cell) for cell in cells if re.fullmatch(r"\d+(\.\d+)?(e-\d+)?", cell))


def sent_points(record: ClassRecord, export: Export) -> list[float]:
    """The points of everybody who is not said to be left out."""
    left = {note.student for note in export.notes if note.what == "left out"}
    counted = [each for each in record.standings if each.person.id not in left]
    return sorted(each.points for each in counted if each.points is not None)


CLASS_READERS: dict[str, Callable[[Export, ClassRecord], None]] = {
    "ags": read_ags,
    "blackboard-csv": read_table,
    "brightspace-csv": read_table,
    "canvas": read_canvas,
    "canvas-csv": read_table,
    "csv": read_table,
    "markdown": read_markdown,
    "moodle-csv": read_table,
    "moodle-xml": read_moodle_xml,
    "nbgrader-csv": read_table,
    "xapi": read_xapi,
}


@pytest.mark.parametrize("name", CLASS_READERS)
@FEW
@given(data=st.data())
def test_a_hostile_class_is_still_read(
    make_report: MakeReport, name: str, data: st.DataObject
) -> None:
    found = tuple(data.draw(standings(make_report, number)) for number in range(3))
    title = "HW1" if name != "markdown" else data.draw(TEXT)
    record = ClassRecord(AssignmentInfo("hw1", title, "d"), 10.0, found)
    item = "HW |1" if name == "blackboard-csv" else ""
    export = EXPORTS[name].render(record, Target(item))
    CLASS_READERS[name](export, record)
    if name in POINTS_IN:
        sent = sent_points(record, export)
        assert found_points(name, export) == pytest.approx(sent, abs=1e-5)


@FEW
@given(names=st.lists(TEXT, min_size=1, max_size=3), cells=st.lists(TEXT, min_size=3, max_size=3))
def test_a_hostile_worksheet_is_filled_in_or_refused(
    make_report: MakeReport, names: list[str], cells: list[str]
) -> None:
    head = ["Identifier", "Full name", "Grade", "Last modified (grade)", "Online text"]
    rows = [[f"Participant {n}", name, *cells] for n, name in enumerate(names)]
    out = StringIO(newline="")
    csv.writer(out).writerows([head, *rows])
    person = Person("a", ids={"moodle_participant": "0"})
    standing = Standing(person, "graded", 5.0, 10.0, report=make_report())
    record = ClassRecord(AssignmentInfo("hw1", "HW1", "d"), 10.0, (standing,))
    target = Target(sheet=out.getvalue())
    try:
        filled = EXPORTS["moodle-worksheet"].render(record, target)
        packed = EXPORTS["moodle-feedback"].render(record, target)
    except FormatError:
        return
    read_table(filled, record)
    found = list(csv.reader(StringIO(filled.content.decode(), newline="")))
    assert found[0] == head
    assert [row[0] for row in found[1:]] == [row[0] for row in rows]
    assert found[1][2] == "5"
    with ZipFile(BytesIO(packed.content)) as archive:
        (name,) = archive.namelist()
    folder, _, file = name.partition("/")
    assert folder.split("_", 4)[1:] == ["0", "assignfeedback", "file"]
    assert file == "feedback.txt"
    assert ".." not in folder


def test_every_format_is_tried() -> None:
    named = {name for name, form in FORMATS.items() if form.names_student}
    assert {*FORMATS} == {*READERS, *named, "json", "html"}
    assert {*EXPORTS} == {*CLASS_READERS, "moodle-worksheet", "moodle-feedback"}
