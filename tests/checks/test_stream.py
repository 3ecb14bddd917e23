"""Random numbers that are drawn once for all submissions of a run."""

from __future__ import annotations

import numpy as np
import pytest

from grader import Architecture, Draw
from grader.checks import stream
from grader.checks.stream import Stream

KIND = Architecture(hidden="tanh", output="sigmoid")


def fresh(name: str) -> Stream:
    stream._start.cache_clear()
    return Stream(1, name)


def test_a_question_that_came_up_before_is_not_answered_anew() -> None:
    first = fresh("once").ask("number", lambda rng: rng.normal())
    again = Stream(1, "once").ask("number", lambda rng: pytest.fail("drawn again"))
    assert again == first


def test_who_asks_something_else_gets_what_a_fresh_stream_gives() -> None:
    one = fresh("branch")
    one.ask("a", lambda rng: rng.normal())
    one.ask("b", lambda rng: rng.normal(size=3))
    other = Stream(1, "branch")
    other.ask("a", lambda rng: rng.normal())
    got = other.ask("c", lambda rng: rng.integers(0, 1000, 5))
    alone = fresh("branch")
    alone.ask("a", lambda rng: rng.normal())
    assert np.array_equal(got, alone.ask("c", lambda rng: rng.integers(0, 1000, 5)))


def test_what_is_kept_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stream, "ANSWERS", 2)
    drawn = []
    for _ in range(2):
        again = Stream(1, "bounded") if drawn else fresh("bounded")
        for question in range(4):
            again.ask(question, lambda rng: drawn.append(rng.normal()))
    assert len(drawn) == 4 + 2


def test_changing_a_drawn_array_changes_nobody_elses() -> None:
    mine = Draw(5, "shared").normal((2, 2))
    before = mine.copy()
    mine[...] = 0.0
    assert np.array_equal(Draw(5, "shared").normal((2, 2)), before)


def test_a_drawn_network_cannot_be_changed() -> None:
    probe = Draw(5, "network").network(KIND, [3, 2], 4)
    assert Draw(5, "network").network(KIND, [3, 2], 4) is probe
    for array in (probe.X, probe.parameters.weights[0], probe.trace()["dW1"]):
        with pytest.raises(ValueError, match="read-only"):
            array[...] = 0.0
    probe.trace().clear()
    assert "dW1" in probe.trace()
