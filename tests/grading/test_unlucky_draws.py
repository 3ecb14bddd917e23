"""Draws that come out extreme by chance: right code of any style is right there, too."""

from __future__ import annotations

from pathlib import Path

import pytest

from .conftest import GradeSource, solution

CORPUS = Path(__file__).parents[1] / "corpus"
ALL_OUTPUTS_ZERO = 100
"""With this seed the network with huge pre-activations puts every probability at 0."""


@pytest.mark.parametrize("style", ["clipped_probabilities", "divides_early", "einsum_functional"])
def test_a_clip_of_1e_7_costs_nothing_where_every_output_is_zero(
    grade_source: GradeSource, style: str
) -> None:
    source = (CORPUS / "network" / "right" / f"{style}.py").read_text(encoding="utf-8")
    result = grade_source("network", source, ALL_OUTPUTS_ZERO)
    forward = next(check for check in result.checks if check.id == "network.forward")
    assert forward.score == forward.max_score, forward.message


def test_integers_of_one_sign_cost_nothing(grade_source: GradeSource) -> None:
    """With this seed no integer drawn is positive, so relu's derivative would be 0 everywhere."""
    result = grade_source("two_layer", solution("two_layer"), 1010)
    assert result.score == result.max_score, [check.message for check in result.checks]
