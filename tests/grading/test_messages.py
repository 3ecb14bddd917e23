"""What is asked of a right submission's worker: each message costs as much as some judging."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from grader.grading.submission import grade_submission, prepare
from grader.session import Launcher
from grader.session.conversation import Conversation

SOLUTIONS = Path(__file__).parents[2] / "solutions" / "practice"


@pytest.mark.parametrize(
    ("exercise", "most"),
    [
        ("gradient_check", 14),
        ("gradient_flow", 15),
        ("softmax_cross_entropy", 16),
        ("tanh", 13),
        ("three_layer", 10),
    ],
)
def test_a_right_submission_is_asked_in_few_messages(
    launcher: Launcher, tmp_path: Path, monkeypatch, exercise: str, most: int
) -> None:
    shutil.copy(SOLUTIONS / f"{exercise}.py", tmp_path)
    prepared = prepare(launcher, tmp_path, "practice")
    sent = []
    ask = Conversation.ask

    def noted(self, sections, *rest):
        sent.append(sections)
        return ask(self, sections, *rest)

    monkeypatch.setattr(Conversation, "ask", noted)
    report = grade_submission(launcher, prepared, seed=1)
    assert report.score == 20
    assert len(sent) <= most
