"""`grader batch`: a whole class in one command."""

from __future__ import annotations

import json
import shutil
import zipfile
from collections.abc import Mapping
from pathlib import Path

import pytest

from grader.gradebook import Gradebook

from .conftest import Call
from .population import ASSIGNMENT, LAYOUTS, RIGHT, WRONG, plant


def points(gradebook: Path) -> dict[str, float | None]:
    with Gradebook.open(gradebook) as book:
        return {each.person.id: each.points for each in book.standings("small")}


def write(folder: Path, files: dict[str, str]) -> None:
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")


def sources(of: Mapping[str, str]) -> dict[str, str]:
    return {f"{name}.py": text for name, text in of.items()}


@pytest.fixture
def two(tmp_path: Path) -> Path:
    """Ana, who is right, and Bob, who is half right."""
    folder = tmp_path / "in"
    for student, double in (("ana", RIGHT["double"]), ("bob", WRONG)):
        write(folder / student, {"double.py": double, "triple.py": RIGHT["triple"]})
    return folder


@pytest.mark.parametrize("layout", sorted(LAYOUTS))
def test_every_kind_of_submission_in_every_layout(
    tmp_path: Path, batch: Call, gradebook: Path, layout: str
) -> None:
    expected = plant(tmp_path / "in", layout, students=6, seed=len(layout))
    result = batch(tmp_path / "in", "--seed", 7)
    assert points(gradebook) == expected, result.output
    assert f"laid out as by {layout}" in result.output
    assert "\x1b" not in result.output


def test_sections_laid_out_differently_are_one_class(
    tmp_path: Path, two: Path, batch: Call, gradebook: Path
) -> None:
    expected = plant(tmp_path / "friday", "canvas", students=6)
    with zipfile.ZipFile(tmp_path / "friday.zip", "w") as archive:
        for path in (tmp_path / "friday").iterdir():
            archive.write(path, path.name)
    result = batch(two, tmp_path / "friday.zip")
    assert "8 submissions, laid out as by plain and canvas" in result.output
    assert points(gradebook) == {**expected, "ana": 20.0, "bob": 10.0}


def test_a_student_of_two_sections_is_refused(tmp_path: Path, two: Path, batch: Call) -> None:
    write(tmp_path / "friday" / "ana", {"double.py": WRONG})
    result = batch(two, tmp_path / "friday", "--dry-run")
    assert "all of these would be ana's: in/ana, friday/ana" in result.output
    assert "1 submissions" in result.output


def test_thirty_submissions_get_what_they_deserve(
    tmp_path: Path, call: Call, gradebook: Path
) -> None:
    expected = plant(tmp_path / "in", "plain", students=30)
    result = call("batch", tmp_path / "in", "-a", ASSIGNMENT, "--jobs", 2)
    assert points(gradebook) == expected, result.output
    assert result.exit_code == 3, "damaged archives need a person"
    assert (
        f"Students: {len([p for p in expected.values() if p is not None])} graded" in result.output
    )


def test_messages_name_what_was_handed_in_not_our_folders(tmp_path: Path, batch: Call) -> None:
    folder = tmp_path / "in"
    write(folder, {"doe_101_9001_essay.txt": "x", "roe_102_9002_double.py": RIGHT["double"]})
    write(folder, {"poe_103_9003_hw.zip": "no archive"})
    output = batch(folder).output
    assert "101: nothing to grade: in/doe_101_9001_essay.txt holds no .py" in output
    assert "103: unreadable: hw.zip is not a .zip" in output
    assert "/tmp" not in output.replace(str(tmp_path), "")


def test_names_that_a_report_cleans_are_not_seen_as_changes(two: Path, batch: Call) -> None:
    write(two, {"ana/two  blanks \N{VARIATION SELECTOR-16}.py": "x = 1\n"})
    batch(two)
    assert "0 to grade, 2 unchanged" in batch(two).output


def test_a_second_run_grades_only_what_is_new_or_changed(
    two: Path, batch: Call, gradebook: Path
) -> None:
    assert "2 to grade, 0 unchanged" in batch(two).output
    assert "0 to grade, 2 unchanged" in batch(two).output
    write(two, {"cyd/triple.py": RIGHT["triple"], "bob/double.py": RIGHT["double"]})
    again = batch(two)
    assert "2 to grade, 1 unchanged" in again.output
    assert "bob: 20 of 20 (changed submission)" in again.output
    assert "cyd: 10 of 20 (new)" in again.output
    assert again.exit_code == 0


def test_whose_score_changed_and_by_what(two: Path, batch: Call, tmp_path: Path) -> None:
    batch(two)
    assert "Nobody's points have changed." in batch(two, "--regrade").output
    write(two, {"bob/double.py": RIGHT["double"]})
    output = batch(two, "--regrade").output
    assert "ana: 20 of 20 (asked for)" in output
    [line] = [line for line in output.splitlines() if line.startswith("bob ")]
    assert line.split() == ["bob", "10", "20", "+10"]


def test_the_seed_is_the_classes_own(two: Path, batch: Call, gradebook: Path) -> None:
    batch(two, "--seed", 41)
    assert "0 to grade, 2 unchanged, seed 41" in batch(two).output
    assert "ana: 20 of 20 (another seed)" in batch(two, "--seed", 42).output
    with Gradebook.open(gradebook) as book:
        assert {each.report.seed for each in book.standings("small") if each.report} == {42}


def test_another_assignment_is_a_reason(two: Path, call: Call, tmp_path: Path) -> None:
    own = tmp_path / "own"
    shutil.copytree(ASSIGNMENT, own)
    call("batch", two, "-a", own, "--jobs", 1)
    checks = own / "checks" / "double.py"
    checks.write_text(checks.read_text().replace("2 * x", "x * x"), encoding="utf-8")
    output = call("batch", two, "-a", own, "--jobs", 1).output
    assert "ana: 10 of 20 (the assignment changed)" in output
    assert "bob: 20 of 20 (the assignment changed)" in output


def test_late_work_costs_what_the_assignment_says(
    tmp_path: Path, call: Call, gradebook: Path
) -> None:
    own = tmp_path / "own"
    shutil.copytree(ASSIGNMENT, own)
    toml = own / "assignment.toml"
    late = "[late]\ngrace_minutes = 10\npercent_per_day = 10\ndays = 2\n"
    deadline = 'deadline = 2026-11-01T12:00:00+01:00\nattempts = "latest"\n'
    toml.write_text(f"{deadline}{toml.read_text(encoding='utf-8')}\n{late}", encoding="utf-8")
    stamps = {
        "ana": "2026-11-01 11:10:00 UTC",
        "bob": "2026-11-01 11:10:01 UTC",
        "cyd": "2026-11-03 11:00:00 UTC",
        "dan": "2026-11-04 11:00:00 UTC",
    }
    for student, stamp in stamps.items():
        write(tmp_path / "in" / student / "small", {"timestamp.txt": stamp, **sources(RIGHT)})
    result = call("batch", tmp_path / "in", "-a", own, "--jobs", 1)
    assert result.exit_code == 0, result.output
    assert points(gradebook) == {"ana": 20.0, "bob": 18.0, "cyd": 16.0, "dan": 0.0}
    assert "16 of 20 points (20 earned, 4 off for 2 days late)" in call("show", "cyd").output
    again = {"timestamp.txt": "2026-11-02 10:00:00 UTC", **sources({"triple": RIGHT["triple"]})}
    shutil.rmtree(tmp_path / "in" / "ana")
    write(tmp_path / "in" / "ana" / "small", again)
    assert (
        "1 to grade, 3 unchanged" in call("batch", tmp_path / "in", "-a", own, "--jobs", 1).output
    )
    assert points(gradebook)["ana"] == 9.0, "the latest attempt counts, a day late"
    history = json.loads(call("history", "ana", "--json").output)
    assert [each["attempt"] for each in history["attempts"]] == [1, 2]


def test_a_dry_run_grades_nothing(two: Path, batch: Call, gradebook: Path) -> None:
    write(two, {"eve.zip": "not an archive"})
    result = batch(two, "--dry-run")
    assert result.exit_code == 0
    assert not gradebook.exists()
    [ana] = [line for line in result.output.splitlines() if line.startswith("ana")]
    assert ana.split() == ["ana", "in/ana", "new"]
    assert "cannot be graded" in result.output
    batch(two)
    assert "unchanged: not graded again" in batch(two, "--dry-run").output


def test_a_roster_names_who_is_missing_and_who_is_unknown(
    two: Path, batch: Call, tmp_path: Path, gradebook: Path
) -> None:
    roster = tmp_path / "class.csv"
    roster.write_text("id,name\nana,Ana\nzoe,Zoë\n", encoding="utf-8")
    output = batch(two, "--roster", roster).output
    assert "Nothing from 1: zoe" in output
    assert "Not on the roster: bob" in output
    assert points(gradebook) == {"ana": 20.0, "bob": 10.0, "zoe": None}
    assert "Nothing from 1: zoe" in batch(two).output, "the gradebook keeps the roster"


def test_colliding_names_are_refused_and_the_others_graded(
    two: Path, batch: Call, gradebook: Path
) -> None:
    write(two, {"ana.py": RIGHT["double"]})
    result = batch(two)
    assert result.exit_code == 3
    assert "Refused: all of these would be ana's: in/ana, in/ana.py" in result.output
    assert points(gradebook) == {"bob": 10.0}


def test_a_download_that_is_still_an_archive(two: Path, batch: Call, gradebook: Path) -> None:
    archive = two.with_name("submissions.zip")
    with zipfile.ZipFile(archive, "w") as packed:
        for path in sorted(two.rglob("*.py")):
            packed.write(path, path.relative_to(two))
    assert batch(archive).exit_code == 0
    assert points(gradebook) == {"ana": 20.0, "bob": 10.0}


@pytest.mark.parametrize(
    ("arguments", "code", "says"),
    [
        (["nowhere", "-a", str(ASSIGNMENT)], 2, "nowhere does not exist"),
        (["{two}", "-a", "nothing"], 2, "no assignment 'nothing'"),
        (["{two}", "-a", str(ASSIGNMENT), "--layout", "x"], 2, "no layout x"),
        (["{two}/ana", "-a", str(ASSIGNMENT)], 2, "files of one submission"),
        (["{two}", "-a", str(ASSIGNMENT), "--roster", "none.csv"], 2, "none.csv cannot be read"),
    ],
)
def test_wrong_usage(two: Path, call: Call, arguments: list[str], code: int, says: str) -> None:
    result = call("batch", *[word.format(two=two) for word in arguments])
    assert result.exit_code == code
    assert says in result.stderr
    assert result.stderr.startswith("grader: ")


def test_a_damaged_gradebook_is_named(two: Path, batch: Call, gradebook: Path) -> None:
    gradebook.write_bytes(b"something else entirely" * 100)
    result = batch(two)
    assert result.exit_code == 3
    assert "is no gradebook, or is damaged" in result.stderr


def test_what_a_gradebook_shows(two: Path, batch: Call, call: Call) -> None:
    batch(two)
    shown = call("show", "bob")
    assert "10 of 20 points" in shown.output
    assert "double(x)" in shown.output
    facts = json.loads(call("show", "bob", "--json").output)
    assert (facts["points"], facts["state"], facts["report"]["score"]) == (10.0, "graded", 10.0)
    stats = json.loads(call("stats", "--json").output)
    assert (stats["mean"], stats["states"]) == (15.0, {"graded": 2})
    assert [check["passed"] for check in stats["checks"]] == [1, 2]
    assert "double.values" in call("stats").output


def test_points_by_hand(two: Path, batch: Call, call: Call) -> None:
    batch(two)
    assert call("override", "bob", "17.5", "--reason", "oral exam").exit_code == 0
    assert json.loads(call("show", "bob", "--json").output)["points"] == 17.5
    batch(two, "--regrade")
    assert "17.5 of 20 points" in call("show", "bob").output
    call("override", "bob", "excused", "--reason", "ill")
    assert "excused: no points" in call("show", "bob").output
    call("override", "bob", "graded", "--reason", "a mistake of ours")
    assert "10 of 20 points" in call("show", "bob").output
    history = json.loads(call("history", "bob", "--json").output)
    assert [each["reason"] for each in history["by_hand"]] == [
        "oral exam",
        "ill",
        "a mistake of ours",
    ]
    assert [each["reason"] for each in history["attempts"][0]["results"]] == ["new", "asked for"]
    assert "oral exam" in call("history", "bob").output


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["show", "nobody"], "knows no student nobody"),
        (["show", "ana", "-a", "other"], "no assignment other: the gradebook has small"),
        (["override", "ana", "many", "--reason", "x"], "no number of points"),
        (["override", "ana", "-5", "--reason", "x"], "No such option"),
        (["override", "ana", "nan", "--reason", "x"], "name a number from 0 up"),
        (["override", "ana", "5", "--reason", " "], "need a reason"),
    ],
)
def test_refused_questions(two: Path, batch: Call, call: Call, words: list[str], says: str) -> None:
    batch(two, "--seed", 1)
    result = call(*words)
    assert result.exit_code != 0
    assert says in result.output
    assert "Traceback" not in result.output


def test_no_gradebook_yet(call: Call) -> None:
    assert "there is no gradebook" in call("stats").output
