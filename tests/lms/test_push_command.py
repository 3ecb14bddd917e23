"""`grader push`, as its user sees it."""

from __future__ import annotations

import hashlib
import json

import pytest
from click.testing import CliRunner

from grader.cli.staff import grader
from grader.gradebook import Basis, Content, Gradebook, Result, Submitted, submission_digest
from grader.grading.policy import Policy
from grader.lms import speaking
from grader.report.records import AssignmentInfo, SubmittedFile
from grader.report.standings import Person

from .platforms import running, says
from .test_ags import PEM, Authority

INFO = AssignmentInfo("week1", "Week 1", "sha256:" + "a" * 64)
NUMBERS = ["--course", "12", "--canvas-assignment", "345"]
IDS = {
    "ana": {"lti_id": "u-ana", "canvas_id": "11"},
    "ben": {"lti_id": "u-ben", "sis_id": "b2"},
    "dee": {"lti_id": "u-dee"},
}


@pytest.fixture
def book(tmp_path):
    """ana has 7.5 of 10 points, ben 0, cy is on no platform, dee handed in nothing."""
    path = tmp_path / "gradebook.db"
    with Gradebook.make(path) as book:
        people = [Person(name, ids=IDS.get(name, {})) for name in ("ana", "ben", "cy", "dee")]
        book.enrol(people)
        grade(book, ana=7.5, ben=0.0, cy=1.0)
    return path


def grade(book, **points):
    run = book.begin_run(INFO, max_points=10, policy=Policy(), grader="0.1", seed=7)
    for name, each in points.items():
        data = f"{name} {each}".encode()
        file = SubmittedFile("a.py", hashlib.sha256(data).hexdigest(), len(data))
        digest = submission_digest([file])
        book.take_in(run, [Submitted(Person(name), digest, (Content(file, data),), "in")])
        basis = Basis(digest, INFO.digest, "0.1", 7)
        book.record(run, name, Result(basis, "graded", each, "new", "2026-11-23T10:00:00.000Z"))
    book.end_run(run)


@pytest.fixture
def login(tmp_path, monkeypatch):
    """Sets what the environment has to hold for a platform."""

    def set_up(platform):
        key = tmp_path / "key.pem"
        key.write_text(PEM)
        key.chmod(0o600)
        for name, value in (
            ("AGS_CLIENT_ID", "me"),
            ("AGS_TOKEN_URL", f"{platform.address}/token"),
            ("AGS_KEY_FILE", str(key)),
            ("AGS_KEY_ID", "key 1"),
            ("CANVAS_TOKEN", "secret-5"),
        ):
            monkeypatch.setenv(f"GRADER_{name}", value)

    return set_up


def push(*arguments):
    return CliRunner().invoke(grader, ["push", *map(str, arguments)])


def ags(book, platform, *more):
    return push("ags", book, "--line-item", f"{platform.address}/items/7", *more)


def sent(platform):
    return [asked.json for asked in platform.asked if asked.path.endswith("/scores")]


def test_scores_are_sent_once_and_what_changed_again(book, login):
    with running(Authority()) as platform:
        login(platform)
        first = ags(book, platform)
        again = ags(book, platform)
        with Gradebook.open(book) as opened:
            grade(opened, ana=9.0)
        changed = ags(book, platform)
    assert [done.exit_code for done in (first, again, changed)] == [0, 0, 0]
    assert first.stdout.splitlines() == ["accepted ana 7.5", "accepted ben 0"]
    assert "not sent: cy: the roster has no lti_id" in first.stderr
    assert "not sent: dee: nothing was handed in" in first.stderr
    assert again.stdout == ""
    assert "2 had been sent before" in again.stderr
    assert changed.stdout.splitlines() == ["accepted ana 9"]
    ana, ben, regraded = sent(platform)
    assert (ana["userId"], ana["scoreGiven"], ana["scoreMaximum"]) == ("u-ana", 7.5, 10)
    assert (ben["userId"], ben["scoreGiven"]) == ("u-ben", 0)
    assert ana["gradingProgress"] == "FullyGraded"
    assert ana["https://canvas.instructure.com/lti/submission"] == {"new_submission": False}
    assert ana["timestamp"] < regraded["timestamp"]


def test_a_dry_run_says_what_it_would_send_and_needs_no_secret(book):
    with running(lambda asked: says(500)) as platform:
        done = ags(book, platform, "--dry-run")
    assert done.exit_code == 0
    assert done.stdout.splitlines() == ["would send ana 7.5", "would send ben 0"]
    assert platform.asked == []
    with Gradebook.open(book) as opened:
        assert opened.deliveries("week1", f"ags {platform.address}/items/7") == ()


def test_another_column_of_the_roster_has_the_ids(book, login):
    with running(Authority()) as platform:
        login(platform)
        done = ags(book, platform, "--id", "canvas_id")
    assert done.stdout.splitlines() == ["accepted ana 7.5"]
    assert sent(platform)[0]["userId"] == "11"


def test_what_is_refused_is_told_and_the_rest_is_sent(book, login):
    def score(asked):
        refused = asked.json["userId"] == "u-ana"
        return says(409, "a newer score") if refused else says(200)

    with running(Authority(score)) as platform:
        login(platform)
        done = ags(book, platform)
    assert done.exit_code == 1
    assert done.stdout.splitlines()[0].startswith("refused ana 7.5: 409")
    assert done.stdout.splitlines()[1] == "accepted ben 0"
    assert "1 of 2 were refused" in done.stderr


def test_a_platform_that_stays_busy_is_left_and_taken_up_again(book, login, monkeypatch):
    monkeypatch.setattr(speaking, "LONGEST_WAIT_S", 0.0)
    busy = Authority(lambda asked: says(429, Retry_After="60"))
    with running(busy) as platform:
        login(platform)
        done = ags(book, platform)
        busy.score = lambda asked: says(200)
        again = ags(book, platform)
    assert done.exit_code == 1
    assert "2 of 2 not sent: the next run takes them up" in done.stderr
    assert again.stdout.splitlines() == ["accepted ana 7.5", "accepted ben 0"]


def test_canvas_gets_its_own_ids(book, login):
    done_at_once = {"id": 1, "workflow_state": "completed"}
    with running(lambda asked: says(200, done_at_once)) as platform:
        login(platform)
        where = ("--url", platform.address, "--course", 12, "--canvas-assignment", 345)
        done = push("canvas", book, *where)
        again = push("canvas", book, *where)
    assert (done.exit_code, again.exit_code) == (0, 0), done.output
    (asked,) = platform.asked
    grades = asked.json["grade_data"]
    assert {who: grade["posted_grade"] for who, grade in grades.items()} == {
        "11": "7.5",
        "sis_user_id:b2": "0",
    }


def test_no_secret_is_in_the_gradebook_or_in_what_is_said(book, login):
    def echo(asked):
        return says(400, {"headers": dict(asked.headers), "body": asked.body.decode()})

    with running(Authority(echo)) as platform:
        login(platform)
        done = ags(book, platform)
        where = ("--url", platform.address, "--course", 12, "--canvas-assignment", 345)
        platform.answer = echo
        canvas = push("canvas", book, *where)
    everything = done.output + canvas.output + book.read_bytes().decode("latin-1")
    assert "refused" in everything
    assert not any(secret in everything for secret in ("token-1", "secret-5", "PRIVATE KEY"))


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["ags", "{book}", "--line-item", "http://lms.example/7"], "has to begin with https://"),
        (["ags", "{book}", "--line-item", "https://lms.example/7"], "set GRADER_AGS_CLIENT_ID"),
        (["ags", "{book}", "--line-item", "https://l.example", "--credentials", "none"], "No such"),
        (["ags", "none.db", "--line-item", "https://l.example", "--dry-run"], "none.db"),
        (["ags", "{book}", "--line-item", "https://l.example", "--dry-run", "-a", "x"], "'x'"),
        (
            ["canvas", "{book}", "--course", "1", "--canvas-assignment", "2", "--url", "ftp://x"],
            "ftp",
        ),
    ],
)
def test_what_cannot_be_done_is_one_line(book, arguments, said):
    done = push(*(argument.format(book=book) for argument in arguments))
    assert done.exit_code == 1
    assert said in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1


def test_without_the_extra_its_name_is_said(book, monkeypatch):
    monkeypatch.setitem(__import__("sys").modules, "grader.lms.speaking", None)
    done = push("ags", book, "--line-item", "https://lms.example/7")
    assert done.exit_code == 1
    assert "pip install 'grader[push]'" in done.stderr


def test_bodies_are_kept_as_they_were_sent(book, login):
    with running(Authority()) as platform:
        login(platform)
        ags(book, platform)
    with Gradebook.open(book) as opened:
        kept = opened.deliveries("week1", f"ags {platform.address}/items/7")
    assert [json.loads(each.body) for each in kept] == sent(platform)
    assert {each.outcome for each in kept} == {"accepted"}
