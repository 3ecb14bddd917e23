"""The networks on which a class is judged.

A square network first: there every mistake computes, and can be named. Then
all-different widths, where transposes and wrong sizes show; then the corners
that quiet mistakes hide from.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from grader.judgement.networks import Architecture
from grader.judgement.probes import Probe

from ..draw import Draw

# Seven samples, five units: m, 1/m, m/n, 1/n, 2 and 1/2 all differ, so a factor names its mistake.
SQUARE, SQUARE_SAMPLES = (5, 5, 5, 5), 7


@dataclass(frozen=True, slots=True)
class Case:
    """A probe and its weight in the check."""

    probe: Probe
    weight: float


def any_depth(draw: Draw, kind: Architecture) -> list[Case]:
    """Cases for a class that takes any number of layers."""
    outputs = 1 if kind.output == "sigmoid" else 2
    return _cases(
        draw,
        kind,
        [
            (SQUARE, SQUARE_SAMPLES, 3.0),
            ((3, 5, 4, 2), 6, 3.0),
            ((4, 3, 5, 2, 3, 2), 5, 1.0),
            ((5, 6, outputs), 5, 1.0),
            ((4, 3), 5, 0.5),
            ((3, outputs), 4, 0.5),
            ((4, 3, 2), 1, 1.0),
        ],
        integer_sizes=(2, 8, outputs),
    )


def fixed_depth(draw: Draw, kind: Architecture) -> list[Case]:
    """Cases for the class with three layers."""
    return _cases(
        draw,
        kind,
        [
            (SQUARE, SQUARE_SAMPLES, 3.0),
            ((3, 5, 4, 2), 6, 3.0),
            ((2, 6, 3, 1), 5, 1.0),
            ((4, 3, 5, 2), 1, 1.0),
        ],
        integer_sizes=(2, 6, 5, 1),
    )


def _cases(
    draw: Draw,
    kind: Architecture,
    plain: Sequence[tuple[tuple[int, ...], int, float]],
    integer_sizes: tuple[int, ...],
) -> list[Case]:
    cases = [Case(draw.network(kind, sizes, samples), w) for sizes, samples, w in plain]
    cases.append(Case(draw.network(kind, integer_sizes, 4, integers=True), 1.0))
    cases.append(Case(draw.network(kind, (3, 5, 4, 2), 6, input_scale=1000.0), 1.0))
    return cases
