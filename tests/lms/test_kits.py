"""A kit does on our machine what its platform would do with it, as far as that is documented."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from click.testing import CliRunner

from grader.cli.staff import grader
from grader.lms.wheel import NAME, requirements, wheel

ROOT = Path(__file__).resolve().parents[2]
TANH = (ROOT / "solutions" / "practice" / "tanh.py").read_text()
WRONG = TANH.replace("1 - tanh(z) ** 2", "1 - tanh(z)").replace("1.0 - ", "1.0 + ")

pytestmark = pytest.mark.skipif(os.name != "posix", reason="the platforms run Linux")


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel as an installation has it: nothing of the checkout is used."""
    folder = tmp_path_factory.mktemp("installed")
    (folder / NAME).write_bytes(wheel())
    with zipfile.ZipFile(folder / NAME) as packed:
        packed.extractall(folder / "site")
    return folder / "site"


@pytest.fixture
def python(package: Path, tmp_path: Path) -> Path:
    """The interpreter of an environment that has the kit's wheel."""
    script = tmp_path / "python"
    script.write_text(f'#!/bin/sh\nPYTHONPATH="{package}" exec "{sys.executable}" "$@"\n')
    script.chmod(0o755)
    return script


def write_kit(platform: str, target: Path) -> Path:
    done = CliRunner().invoke(grader, ["kit", platform, "-a", "practice", "-o", str(target)])
    assert done.exit_code == 0, done.output
    return target


def run(script: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["bash", str(script)],
        check=False,
        cwd="/",  # Python looks into the current folder first
        env={"PATH": os.environ["PATH"], **environment},
        capture_output=True,
        text=True,
        stdin=subprocess.DEVNULL,
    )


def test_the_wheel_holds_the_package_and_the_assignments(package: Path) -> None:
    for name in ("__init__.py", "report/schema.json", "builtin/practice/assignment.toml"):
        assert (package / "grader" / name).is_file(), name
    assert not list(package.rglob("__pycache__"))
    assert wheel() == wheel()


def test_versions_are_pinned() -> None:
    lines = requirements("push").splitlines()
    assert all("==" in line for line in lines)
    names = {line.partition("==")[0] for line in lines}
    assert {"numpy", "click", "requests"} <= names
    assert "pytest" not in names


class Gradescope:
    """/autograder, as Gradescope lays it out."""

    def __init__(self, root: Path, python: Path) -> None:
        self.root = root
        with zipfile.ZipFile(write_kit("gradescope", root / "autograder.zip")) as kit:
            assert {"setup.sh", "run_autograder"} <= set(kit.namelist())
            kit.extractall(root / "source")
        binary = root / "source" / "environment" / "bin"
        binary.mkdir(parents=True)
        (binary / "python").symlink_to(python)
        (root / "submission").mkdir()
        (root / "results").mkdir()

    def grade(self) -> subprocess.CompletedProcess[str]:
        return run(self.root / "source" / "run_autograder", GRADER_ROOT=str(self.root))

    @property
    def result(self) -> dict[str, object]:
        found: dict[str, object] = json.loads((self.root / "results" / "results.json").read_text())
        return found


def test_gradescope_gets_a_score(tmp_path: Path, python: Path) -> None:
    platform = Gradescope(tmp_path, python)
    (platform.root / "submission" / "tanh.py").write_text(TANH)
    done = platform.grade()
    assert done.returncode == 0, done.stdout + done.stderr
    assert platform.result["score"] == 20


def test_gradescope_is_told_when_nothing_belongs_to_the_assignment(
    tmp_path: Path, python: Path
) -> None:
    platform = Gradescope(tmp_path, python)
    (platform.root / "submission" / "essay.txt").write_text("dear grader")
    assert platform.grade().returncode == 0
    assert platform.result["score"] == 0
    assert "Hand in the folder with your exercise files" in json.dumps(platform.result)


def test_a_failing_machine_leaves_no_result(tmp_path: Path, python: Path) -> None:
    platform = Gradescope(tmp_path, python)
    (platform.root / "submission" / "tanh.py").write_text(TANH)
    (platform.root / "source" / "assignment" / "assignment.toml").unlink()
    assert platform.grade().returncode == 3
    assert not (platform.root / "results" / "results.json").exists()


def test_a_report_without_a_score_is_no_result(tmp_path: Path, python: Path) -> None:
    platform = Gradescope(tmp_path, python)
    (platform.root / "submission" / "tanh.py").write_text(TANH)
    checks = platform.root / "source" / "assignment" / "checks" / "tanh.py"
    checks.write_text(checks.read_text().replace("z = draw.normal((5, 4), scale=1.5)", "1 / 0"))
    done = platform.grade()
    assert done.returncode == 3, done.stdout + done.stderr
    assert "not the student's fault" in done.stdout
    assert not (platform.root / "results" / "results.json").exists()


def prairielearn(root: Path) -> Path:
    """/grade, as PrairieLearn lays it out; the script to start."""
    kit = write_kit("prairielearn", root / "kit")
    (question,) = (kit / "questions").iterdir()
    info = json.loads((question / "info.json").read_text())
    options = info["externalGradingOptions"]
    assert options["entrypoint"] == "/grade/tests/run.sh"
    assert options["timeout"] <= 600
    grade = root / "grade"
    grade.mkdir()
    (question / "tests").rename(grade / "tests")
    (grade / "student").mkdir()
    return grade / "tests" / "run.sh"


@pytest.mark.parametrize(("text", "full"), [(TANH, True), (WRONG, False)])
def test_prairielearn_gets_a_fraction(text: str, full: bool, tmp_path: Path, python: Path) -> None:
    script = prairielearn(tmp_path)
    (tmp_path / "grade" / "student" / "tanh.py").write_text(text)
    done = run(script, GRADE_ROOT=str(tmp_path / "grade"), GRADER_PYTHON=str(python))
    assert done.returncode == 0, done.stdout + done.stderr
    result = json.loads((tmp_path / "grade" / "results" / "results.json").read_text())
    assert result["gradable"] is True
    assert (result["score"] == 0.2) is full
    assert 0 < result["score"] <= 0.2


def test_prairielearn_takes_no_attempt_for_a_failing_machine(tmp_path: Path, python: Path) -> None:
    script = prairielearn(tmp_path)
    (tmp_path / "grade" / "tests" / "assignment" / "assignment.toml").unlink()
    (tmp_path / "grade" / "student" / "tanh.py").write_text(TANH)
    done = run(script, GRADE_ROOT=str(tmp_path / "grade"), GRADER_PYTHON=str(python))
    assert done.returncode == 0
    result = json.loads((tmp_path / "grade" / "results" / "results.json").read_text())
    assert result["gradable"] is False
    assert "not with you" in result["format_errors"][0]


def test_github_hands_the_result_to_the_next_step(tmp_path: Path, python: Path) -> None:
    import base64

    workspace = write_kit("github", tmp_path / "workspace")
    (workspace / "tanh.py").write_text(TANH)
    (workspace / ".git").mkdir()
    (workspace / ".git" / "tanh.py").write_text("not this one")
    output = tmp_path / "output"
    done = run(
        workspace / ".grader" / "run.sh",
        GITHUB_WORKSPACE=str(workspace),
        GITHUB_OUTPUT=str(output),
        GRADER_PYTHON=str(python),
    )
    assert done.returncode == 0, done.stdout + done.stderr
    name, _, value = output.read_text().strip().partition("=")
    assert name == "result"
    result = json.loads(base64.b64decode(value))
    assert result["max_score"] == 100
    assert sum(test["score"] for test in result["tests"]) == 20


def test_no_kit_holds_a_solution(tmp_path: Path) -> None:
    for platform in ("gradescope", "prairielearn", "github", "xqueue"):
        kit = write_kit(platform, tmp_path / platform)
        texts = [p.read_bytes() for p in kit.rglob("*") if p.is_file() and p.suffix != ".whl"]
        assert not any(b"BEGIN SOLUTION" in text for text in texts)


def test_a_folder_that_holds_something_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "mine").write_text("mine")
    arguments = ["kit", "github", "-a", "practice", "-o", str(tmp_path)]
    done = CliRunner().invoke(grader, arguments)
    assert done.exit_code != 0
    assert "not empty" in done.output
    assert [path.name for path in tmp_path.iterdir()] == ["mine"]
