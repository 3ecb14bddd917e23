"""Cases drawn from one seed."""

from __future__ import annotations

import numpy as np
import pytest

from grader import Draw


def everything(draw: Draw) -> list[np.ndarray]:
    return [
        draw.normal((3, 2), scale=2.0),
        draw.uniform(1.0, 2.0, (4,)),
        draw.integers(-3, 4, (5,)),
        np.asarray(draw.number(0.5, 1.5)),
        np.asarray(draw.choice([1, 2, 3])),
        np.asarray(draw.sample(range(10), 4)),
        draw.away_from_zero((6,)),
        draw.probabilities((4, 3)),
        draw.one_hot(5, 3),
    ]


def test_the_same_seed_and_check_draw_the_same() -> None:
    one, again = everything(Draw(3, "tanh.values")), everything(Draw(3, "tanh.values"))
    assert all(np.array_equal(a, b) for a, b in zip(one, again, strict=True))


@pytest.mark.parametrize(("seed", "name"), [(4, "tanh.values"), (3, "tanh.forward")])
def test_another_seed_or_check_draws_others(seed: int, name: str) -> None:
    one, other = everything(Draw(3, "tanh.values")), everything(Draw(seed, name))
    assert not any(np.array_equal(a, b) for a, b in zip(one[:2], other[:2], strict=True))


@pytest.mark.parametrize("seed", range(5))
def test_cases_are_what_they_say(seed: int) -> None:
    draw = Draw(seed, "test")
    assert draw.normal().shape == ()
    whole = draw.integers(-2, 3, (200,))
    assert (whole.min(), whole.max(), whole.dtype.kind) == (-2, 2, "i")
    assert np.min(np.abs(draw.away_from_zero((500,)))) >= 0.05
    rows = draw.probabilities((50, 4))
    assert np.allclose(rows.sum(axis=1), 1)
    assert rows.min() > 0.02
    labels = draw.one_hot(20, 3)
    assert labels.shape == (20, 3)
    assert np.array_equal(labels.sum(axis=1), np.ones(20))
    assert len(set(draw.sample(range(5), 5))) == 5
    assert 1.0 <= draw.number(1.0, 2.0) < 2.0


def test_seeds_of_any_size_draw() -> None:
    for seed in (0, 2**31 - 1, 2**32, 2**63):
        assert np.isfinite(Draw(seed, "x").number(0, 1))
