"""What is drawn brings a mistake to light with every seed, not with most."""

from __future__ import annotations

import runpy
from functools import cache
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from grader.checks.draw import Draw

ASSIGNMENTS = Path(__file__).parents[2] / "assignments"
SEEDS = range(60)


@cache
def checks(exercise: str) -> dict[str, Any]:
    """The names that the checks of an exercise define."""
    (path,) = ASSIGNMENTS.glob(f"*/checks/{exercise}.py")
    return runpy.run_path(str(path))


def test_a_bound_on_norms_shows() -> None:
    flow = checks("gradient_flow")
    for seed in SEEDS:
        probe = Draw(seed, "flow").network(flow["SMOOTH"], [3, 4, 3, 5, 3, 1], 5)
        factors = flow["enlarged"](probe, [1.0, 0.5, 2.0, 1.0, 3.0])
        trace = probe.trace()
        norms = [f * np.linalg.norm(trace[f"dW{i}"]) for i, f in enumerate(factors, 1)]
        assert max(norms) == pytest.approx(30.0)


def test_norms_that_are_drawn_backwards_are_not_in_order_of_size() -> None:
    for seed in SEEDS:
        for count in (3, 4, 7):
            values = checks("gradient_flow")["some_norms"](Draw(seed, "plot"), count)
            orders = [values, values[::-1], sorted(values), sorted(values, reverse=True)]
            assert len({tuple(order) for order in orders}) == 4


def test_a_product_that_is_cut_off_is_neither_rounded_nor_right() -> None:
    chain = checks("chain_rule")
    for seed in SEEDS:
        draw = Draw(seed, "chain")
        links = draw.sample(chain["STEEP_LINKS"], 2)
        product = np.prod(chain["follow"](links, chain["cut_off_point"](links, draw))[1])
        assert len({product, np.trunc(product), np.round(product)}) == 3


def test_values_that_are_cut_off_along_a_chain_look_like_no_other_mistake() -> None:
    chain = checks("chain_rule")
    follow = chain["follow"]
    for seed in SEEDS:
        links, x = chain["whole_chain"](Draw(seed, "whole"))
        values, slopes = follow(links, x)
        cut_off = np.prod(follow(links, x, np.trunc)[1])
        others = [np.prod([d(at) for _, d in links]) for at in (x, values[-1])]
        others += [np.prod(slopes[:count]) for count in (1, 2, 3)]
        others += [np.prod(slopes[1:]), slopes[-1], np.prod(follow(links[::-1], x)[1])]
        assert not np.any(np.isclose(others, cut_off, rtol=1e-4))


def test_slopes_kept_as_integers_are_wrong_at_whole_numbers() -> None:
    """A stand-in that is right except for cutting off the result at integer x."""
    chain = checks("chain_rule")

    def cut_off(name: str, x: np.ndarray[Any, Any]) -> object:
        right = chain["difference"](chain[name], np.asarray(x, dtype=float), 1e-5)
        return np.trunc(right) if x.dtype.kind == "i" else right

    student = SimpleNamespace(
        fixture=str, numerical_derivative=cut_off, last=SimpleNamespace(changed=[])
    )
    for seed in SEEDS:
        judgement = chain["numerical_arrays"](student, Draw(seed, "chain_rule.numerical_arrays"))
        assert judgement.share < 1.0


def test_a_value_of_a_graph_is_negative() -> None:
    for seed in SEEDS:
        for count in (1, 2, 5):
            values = checks("computational_graph")["numbers_of"](Draw(seed, "graph"), count)
            assert values[0] < 0
            assert len(set(values)) == count


def test_an_entry_that_a_triangle_leaves_out_is_sabotaged() -> None:
    hidden = checks("gradient_check")["hidden_entry"]
    for seed in SEEDS:
        row, column = np.unravel_index(hidden(Draw(seed, "slip"), (5, 4)), (5, 4))
        assert row < column
        assert hidden(Draw(seed, "slip"), (1, 4)) in range(1, 4)
        assert hidden(Draw(seed, "slip"), (4, 1)) in range(4)
