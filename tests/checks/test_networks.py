"""What is said of a network's backward pass: where a mistake is, and how it works."""

from __future__ import annotations

from pathlib import Path

import pytest

from grader.authoring.corpus import grade_file, grade_one, read_corpus
from grader.grading.assignment import find_assignment
from grader.session import Launcher

CORPUS = Path(__file__).parents[1] / "corpus" / "network"
SEED = 20_261_123


@pytest.mark.parametrize("name", ["adds_up", "trains_in_backward", "updated_in_backward"])
def test_gradients_that_change_from_call_to_call_are_no_sign_of_a_second_forward_pass(
    launcher: Launcher, name: str
) -> None:
    expected = next(each for each in read_corpus(CORPUS) if each.name == name)
    result = grade_one(launcher, find_assignment("warmup"), expected, SEED).result
    assert not any("forward pass again" in remark for remark in result.remarks)


def test_a_second_forward_pass_is_remarked_upon(launcher: Launcher, tmp_path: Path) -> None:
    solution = Path(__file__).parents[2] / "solutions" / "warmup" / "network.py"
    again = """
class NeuralNetworkBackprop(NeuralNetworkBackprop):
    def backward(self, y):
        self.forward(self.cache["A0"])
        return super().backward(y)
"""
    handed_in = tmp_path / "network.py"
    handed_in.write_text(solution.read_text(encoding="utf-8") + again, encoding="utf-8")
    assignment = find_assignment("warmup")
    entry = next(each for each in assignment.entries if each.id == "network")
    result = grade_file(launcher, assignment, entry, handed_in, SEED)
    said = "backward runs the forward pass again; the values in the cache are enough"
    assert (result.status, result.remarks) == ("passed", (said,))


@pytest.mark.parametrize("name", ["features_for_samples", "four_for_samples"])
def test_a_divisor_that_stands_in_dw_and_db_is_not_looked_for_in_dz(
    launcher: Launcher, name: str
) -> None:
    expected = next(each for each in read_corpus(CORPUS) if each.name == name)
    checks = grade_one(launcher, find_assignment("warmup"), expected, SEED).result.checks
    (found,) = [check for check in checks if check.diagnosis is not None]
    assert found.diagnosis is not None
    assert (found.diagnosis.bug, found.diagnosis.where) == ("wrong-divisor", "dW3")
    assert found.message is not None
    assert "dZ" not in found.message
