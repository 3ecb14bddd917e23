"""What students will see, as their teacher sees it beforehand."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from grader.authoring.new import new_assignment
from grader.authoring.preview_command import preview_command

CORPUS = Path(__file__).parents[1] / "corpus"


def preview(*arguments: str) -> Result:
    return CliRunner().invoke(preview_command, list(arguments))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    new_assignment(tmp_path / "week3")
    return tmp_path / "week3"


def test_stub_and_solution_are_shown_as_students_see_them(folder: Path) -> None:
    result = preview(str(folder))
    assert result.exit_code == 0
    stub, solution = result.output.split("== squared_error: solution ")
    assert "== squared_error: stub " in stub
    assert "Not started (10 points)" in stub
    assert "✓ 10/10  Mean squared error" in solution


def test_the_level_of_feedback_holds(folder: Path) -> None:
    solution = folder / "solutions" / "squared_error.py"
    solution.write_text(solution.read_text().replace("2 * X.T", "X.T"))
    assert "expected" in preview(str(folder), "solution").output
    toml = folder / "assignment.toml"
    toml.write_text(f'feedback = "hints"\n{toml.read_text()}')
    shown = preview(str(folder), "solution").output
    assert "every entry of the gradient is 0.5" in shown
    assert "expected" not in shown


def test_one_case_of_a_corpus_is_shown() -> None:
    result = preview("warmup", "-e", "chain_rule", "--corpus", str(CORPUS), "right/lecture", "stub")
    assert result.exit_code == 0, result.output
    assert result.output.count("== chain_rule: ") == 2


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["no-such"], "no assignment 'no-such'"),
        (["practice", "-e", "nothing"], "has no exercise 'nothing'"),
        (["practice", "wrong/none"], "there is no case 'wrong/none': choose from stub, solution"),
    ],
)
def test_what_there_is_not_is_refused_with_the_choices(arguments: list[str], said: str) -> None:
    result = preview(*arguments)
    assert result.exit_code == 2
    assert said in result.output


def test_a_solution_that_is_missing_is_named(folder: Path) -> None:
    (folder / "solutions" / "squared_error.py").unlink()
    result = preview(str(folder))
    assert result.exit_code == 2
    assert "squared_error.py cannot be read" in result.output


def test_a_slip_in_the_checks_is_told_in_one_line(folder: Path) -> None:
    (folder / "checks" / "squared_error.py").write_text("import no_such_module")
    result = preview(str(folder))
    assert result.exit_code == 2
    assert "cannot be loaded" in result.output
    assert "Traceback" not in result.output


@pytest.mark.parametrize(
    ("manifest", "said"),
    [("[right.x", "manifest.toml cannot be read"), ("[right.x]", "x.py cannot be read")],
)
def test_a_corpus_with_a_slip_is_told_in_one_line(folder: Path, manifest: str, said: str) -> None:
    corpus = folder / "corpus" / "squared_error"
    corpus.mkdir(parents=True)
    (corpus / "manifest.toml").write_text(manifest)
    result = preview(str(folder))
    assert result.exit_code == 2
    assert said in result.output
