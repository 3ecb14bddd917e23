"""Cases that are tried in one message, of which none pays for another."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import pytest

from grader import Judgement, Parts, Steps, apart, expect
from grader.session.conversation import Conversation


def halved(student: Any, x: float, steps: Steps) -> Callable[[], None]:
    """Note a call of the student's half; a function that judges what it returned."""
    got = steps.call(student.half, x)
    return lambda: expect(got.value, f"half({x:g})").equals(x / 2)


def check(student: Any, draw: Any) -> Judgement:
    parts = Parts()
    for judge in apart(student, *(partial(halved, student, x) for x in (1.0, 2.0, 3.0, 4.0))):
        with parts.part():
            judge()
    return parts.judgement()


@pytest.mark.parametrize(
    ("text", "score", "said"),
    [
        ("def half(x): return x / 2", 10.0, None),
        ("def half(x): return x / 2 if x < 3 else x", 5.0, "half(3)"),
        ("def half(x): return x / 2 if x != 2 else 1 / 0", 7.5, "ZeroDivisionError"),
        ("import os\ndef half(x): return x / 2 if x != 2 else os._exit(3)", 7.5, "exit code 3"),
        ("import os\ndef half(x): return x / 2 if x > 2 else os._exit(3)", 5.0, "exit code 3"),
        ("import os\ndef half(x): return x / 2 if x % 2 else os._exit(3)", 5.0, "exit code 3"),
        ("import os\ndef half(x): return os._exit(3)", 0.0, "exit code 3"),
        ("def double(x): return 2 * x", 0.0, "your file has no 'half'"),
    ],
)
def test_each_case_costs_its_own_part(
    judge: Any, text: str, score: float, said: str | None
) -> None:
    result = judge(check, text)
    assert result.score == score
    assert (said or "") in (result.message or "")


def test_a_case_that_hangs_leaves_those_before_it_alone(judge: Any) -> None:
    text = "def half(x):\n    while x > 2: pass\n    return x / 2"
    result = judge(check, text, cpu_s=0.3)
    assert result.score == 5.0
    assert "still computing after 0.3 s" in result.message


def test_all_cases_go_in_one_message(judge: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    sent = []
    ask = Conversation.ask

    def noted(self: Conversation, sections: Any, *rest: Any) -> Any:
        sent.append([request.operation for section in sections for request in section])
        return ask(self, sections, *rest)

    monkeypatch.setattr(Conversation, "ask", noted)
    judge(check, "def half(x): return x / 2")
    assert sent[1:] == [["call"] * 4]
