"""Releasing an assignment: the stubs in the repository are what the solutions give."""

from __future__ import annotations

import ast
from pathlib import Path

import nbformat
import pytest
from click.testing import CliRunner

from grader.authoring import AuthoringError, release
from grader.authoring.command import release_command

ROOT = Path(__file__).parents[2]
ASSIGNMENTS = sorted(path.name for path in (ROOT / "solutions").iterdir() if path.is_dir())
SOLUTIONS = sorted((ROOT / "solutions").glob("*/*.py"))
SOLUTION = "def f():\n    ### BEGIN SOLUTION\n    return 'secret'\n    ### END SOLUTION\n"


@pytest.fixture
def solutions(tmp_path: Path) -> Path:
    folder = tmp_path / "solutions"
    folder.mkdir()
    (folder / "one.py").write_text(SOLUTION)
    return folder


def test_there_are_nine_solutions() -> None:
    assert len(SOLUTIONS) == 9


@pytest.mark.parametrize("assignment", ASSIGNMENTS)
def test_the_committed_stubs_are_what_release_writes(assignment: str, tmp_path: Path) -> None:
    committed = ROOT / "assignments" / assignment
    written = release(ROOT / "solutions" / assignment, tmp_path)
    names = {path.name for path in committed.iterdir() if path.suffix in {".py", ".ipynb"}}
    assert {path.name for path in written} == names
    for path in written:
        assert path.read_bytes() == (committed / path.name).read_bytes(), (
            f"{path.name} is out of date: "
            f"grader release solutions/{assignment} assignments/{assignment}"
        )


@pytest.mark.parametrize("solution", SOLUTIONS, ids=lambda path: path.stem)
def test_no_code_of_a_region_reaches_the_students(solution: Path) -> None:
    given, marked = _lines_by_region(solution)
    for suffix in (".py", ".ipynb"):
        stub = _code(ROOT / "assignments" / solution.parent.name / f"{solution.stem}{suffix}")
        assert not (marked - given) & {line.strip() for line in stub.split("\n")}
        assert "SOLUTION" not in stub


@pytest.mark.parametrize("solution", SOLUTIONS, ids=lambda path: path.stem)
def test_what_students_write_raises_until_they_do(solution: Path) -> None:
    for suffix in (".py", ".ipynb"):
        path = ROOT / "assignments" / solution.parent.name / f"{solution.stem}{suffix}"
        unfinished = [
            function.name
            for function in _functions(ast.parse(_code(path)))
            if not isinstance(function.body[-1], ast.Raise)
        ]
        # Node is given whole, as a part of the exercise's text.
        assert unfinished == (["__init__"] if solution.stem == "computational_graph" else [])


def test_the_folder_of_the_solutions_is_never_written_to(solutions: Path) -> None:
    with pytest.raises(AuthoringError, match="overwrite the solutions"):
        release(solutions, solutions / ".." / "solutions")
    assert (solutions / "one.py").read_text() == SOLUTION


def test_nothing_is_written_when_one_solution_is_unmarked(solutions: Path, tmp_path: Path) -> None:
    (solutions / "two.py").write_text("def f():\n    return 'secret'\n")
    with pytest.raises(AuthoringError, match=r"two\.py, no solution is marked"):
        release(solutions, tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_other_files_of_the_destination_stay(solutions: Path, tmp_path: Path) -> None:
    destination = tmp_path / "out"
    (destination / "checks").mkdir(parents=True)
    (destination / "checks" / "one.py").write_text("checks")
    (destination / "one.py").write_text("an older stub")
    release(solutions, destination)
    assert (destination / "checks" / "one.py").read_text() == "checks"
    assert "NotImplementedError" in (destination / "one.py").read_text()


def test_only_stubs_reach_the_destination(solutions: Path, tmp_path: Path) -> None:
    (solutions / "equivalent.toml").write_text("quotes the solution")
    release(solutions, tmp_path / "out")
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == ["one.ipynb", "one.py"]


def test_a_module_and_a_notebook_of_one_exercise_are_too_many(
    solutions: Path, tmp_path: Path
) -> None:
    (solutions / "one.ipynb").write_text("{}")
    with pytest.raises(AuthoringError, match=r"one\.ipynb and one\.py would give the same"):
        release(solutions, tmp_path / "out")


def test_a_notebook_gives_a_notebook(solutions: Path, tmp_path: Path) -> None:
    cells = [nbformat.v4.new_code_cell(SOLUTION)]
    nbformat.write(nbformat.v4.new_notebook(cells=cells), solutions / "two.ipynb")
    written = release(solutions, tmp_path / "out")
    assert [path.name for path in written] == ["one.py", "one.ipynb", "two.ipynb"]
    assert "secret" not in written[-1].read_text()
    assert "%grade two" in written[-1].read_text()


def test_a_notebook_that_cannot_be_released_is_named(solutions: Path, tmp_path: Path) -> None:
    cells = [nbformat.v4.new_code_cell("x = 1"), nbformat.v4.new_code_cell("# END SOLUTION")]
    nbformat.write(nbformat.v4.new_notebook(cells=cells), solutions / "two.ipynb")
    with pytest.raises(AuthoringError, match=r"two\.ipynb, cell 2, line 1: END SOLUTION without"):
        release(solutions, tmp_path / "out")


def test_with_an_assignment_each_of_its_exercises_gets_its_check_cell(tmp_path: Path) -> None:
    week = ROOT / "tests" / "attacks" / "assignment"
    double = SOLUTION.replace("f()", "double(x)")
    cells = [double, double.replace("double", "triple"), "print(double(2))"]
    folder = tmp_path / "solutions"
    folder.mkdir()
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(cell) for cell in cells])
    nbformat.write(notebook, folder / "week.ipynb")
    arguments = [str(folder), str(tmp_path / "out"), "--assignment", str(week)]
    result = CliRunner().invoke(release_command, arguments)
    assert result.exit_code == 0, result.output
    released = nbformat.read(tmp_path / "out" / "week.ipynb", as_version=4)
    code = [cell.source.split("\n")[0] for cell in released.cells if cell.cell_type == "code"]
    assert code == [
        "%load_ext grader",
        "def double(x):",
        "%grade double -a assignment",
        "def triple(x):",
        "%grade triple -a assignment",
        "print(double(2))",
    ]


def test_a_notebook_without_an_exercise_of_the_assignment_is_refused(
    solutions: Path, tmp_path: Path
) -> None:
    cells = [nbformat.v4.new_code_cell(SOLUTION)]
    nbformat.write(nbformat.v4.new_notebook(cells=cells), solutions / "two.ipynb")
    arguments = [str(solutions), str(tmp_path / "out"), "-a", "practice"]
    result = CliRunner().invoke(release_command, arguments)
    assert result.exit_code == 1
    assert "two.ipynb, no cell defines what an exercise of practice asks for" in result.output


def test_the_command_lists_what_it_wrote(solutions: Path, tmp_path: Path) -> None:
    result = CliRunner().invoke(release_command, [str(solutions), str(tmp_path / "out")])
    assert result.exit_code == 0
    assert [Path(line).name for line in result.output.split()] == ["one.py", "one.ipynb"]


def test_the_command_says_what_is_wrong_without_a_traceback(tmp_path: Path) -> None:
    result = CliRunner().invoke(release_command, [str(tmp_path / "nowhere"), str(tmp_path)])
    assert result.exit_code == 1
    assert "nowhere: no such folder" in result.output
    assert "Traceback" not in result.output


def _lines_by_region(solution: Path) -> tuple[set[str], set[str]]:
    """The stripped lines outside and inside of the regions, by the plain look of the markers."""
    given: set[str] = set()
    marked: set[str] = set()
    inside = False
    for line in solution.read_text(encoding="utf-8").split("\n"):
        if "BEGIN SOLUTION" in line or "END SOLUTION" in line:
            inside = "BEGIN" in line
        else:
            (marked if inside else given).add(line.strip())
    return given, marked


def _code(stub: Path) -> str:
    if stub.suffix == ".py":
        return stub.read_text(encoding="utf-8")
    cells = nbformat.read(stub, as_version=4).cells
    code = [cell.source for cell in cells if cell.cell_type == "code"]
    return "\n\n".join(source for source in code if not source.startswith("%"))


def _functions(tree: ast.Module) -> list[ast.FunctionDef]:
    return [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]
