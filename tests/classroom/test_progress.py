"""What is seen meanwhile: lines in a log, a bar and the troubles on a terminal."""

from __future__ import annotations

import io
from pathlib import Path

from grader.classroom.cast import Member
from grader.classroom.progress import watcher
from grader.classroom.tasks import Task
from grader.gradebook import Basis, Result
from grader.intake.layouts import HandIn, Part
from grader.report.standings import Person

BASIS = Basis("sha256:a", "sha256:b", "0.1", 7)


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def seen(stream: io.StringIO, person: str, problem: str) -> str:
    task = Task(
        Member(Person(person), HandIn((person,), (Part(Path(person)),)), None), BASIS, "new"
    )
    with watcher(2, stream) as watching:
        watching.done(task, Result(BASIS, "fault", None, "new", "", problem))
    return stream.getvalue()


def test_a_log_has_a_line_for_each() -> None:
    assert seen(io.StringIO(), "ana", "no memory") == "1/2 ana: not graded: no memory (new)\n"


def test_a_terminal_has_a_bar_and_a_line_for_each_trouble() -> None:
    shown = seen(Terminal(), "ana", "no memory")
    assert "ana: not graded: no memory" in shown
    assert "1/2" in shown
    assert "1 not graded" in shown
    assert "/s" in shown


def test_neither_obeys_what_a_student_wrote() -> None:
    for stream in (io.StringIO(), Terminal()):
        shown = seen(stream, "\x1b]0;owned\x07ana", "[bold red]x[/] \x1b[2Jy\u202e")
        assert "owned" not in shown
        assert "\x1b[2J" not in shown
        assert "\u202e" not in shown
        assert "[bold red]x[/] y" in shown
