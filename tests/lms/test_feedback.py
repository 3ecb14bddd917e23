"""What platforms are given is what students may see."""

from __future__ import annotations

from pathlib import Path

import pytest

from grader.authoring.new import new_assignment
from grader.grading.assignment import find_assignment
from grader.lms import xqueue_client
from grader.lms.on_platform import main
from grader.lms.xqueue_client import Question, Queue
from grader.report import loads
from grader.session import Launcher


@pytest.fixture
def hints(tmp_path: Path) -> Path:
    """An assignment that shows hints only, and a solution with a mistake."""
    folder = tmp_path / "week3"
    new_assignment(folder)
    toml = folder / "assignment.toml"
    toml.write_text(f'feedback = "hints"\n{toml.read_text()}')
    solution = folder / "solutions" / "squared_error.py"
    solution.write_text(solution.read_text().replace("2 * X.T", "X.T"))
    return folder


def test_a_kit_leaves_numbers_out_where_students_get_hints(hints: Path, tmp_path: Path) -> None:
    result = tmp_path / "report.json"
    assert main(["json", str(hints), str(hints / "solutions"), str(result)]) == 0
    report = loads(result.read_text())
    check = report.exercises[0].checks[1]
    assert (check.status, check.evidence["array"]) == ("failed", "the gradient")
    assert "expected" not in check.evidence


class OneQuestion(Queue):
    """A queue with one submission in it, and what was answered."""

    def __init__(self, question: Question) -> None:
        self.questions = [question]
        self.answers: list[str] = []

    def next(self) -> Question | None:
        return self.questions.pop() if self.questions else None

    def answer(self, question: Question, body: str) -> None:
        self.answers.append(body)


def test_an_answer_to_a_queue_leaves_them_out_too(
    hints: Path, launcher: Launcher, monkeypatch: pytest.MonkeyPatch
) -> None:
    from grader.formats import FORMATS

    monkeypatch.setitem(FORMATS, "xqueue", FORMATS["json"])
    text = (hints / "solutions" / "squared_error.py").read_text()
    queue = OneQuestion(Question("header", "squared_error", text))

    def idle() -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        xqueue_client.serve(launcher, find_assignment(str(hints)), queue, idle, lambda line: None)
    (answer,) = queue.answers
    assert "expected" not in loads(answer).exercises[0].checks[1].evidence
