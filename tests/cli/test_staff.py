"""The staff's toolbox: which verbs there are, and that each explains itself."""

from __future__ import annotations

import subprocess
import sys

import click
import pytest
from click.testing import CliRunner

from grader import __version__
from grader.cli.staff import VERBS, grader, main


def test_the_verbs() -> None:
    known = (
        "batch dashboard export history import kit new override preview push release show stats "
        "verify"
    )
    assert sorted(VERBS) == known.split()


def test_help_lists_every_verb() -> None:
    output = CliRunner().invoke(grader, ["--help"]).output
    commands = output[output.index("Commands:") :]
    assert [line.split()[0] for line in commands.strip().split("\n")[1:]] == sorted(VERBS)


@pytest.mark.parametrize("verb", sorted(VERBS))
def test_each_verb_shows_a_worked_example(verb: str) -> None:
    result = CliRunner().invoke(grader, [verb, "--help"])
    assert result.exit_code == 0
    assert f"  grader {verb} " in result.output[result.output.index("Example") :]


def test_the_version() -> None:
    assert CliRunner().invoke(grader, ["--version"]).output == f"grader {__version__}\n"


def test_an_unknown_verb_is_refused() -> None:
    result = CliRunner().invoke(grader, ["frobnicate"])
    assert result.exit_code == 2
    assert "frobnicate" in result.output


def test_help_does_not_wait_for_numpy() -> None:
    program = (
        "import sys\n"
        "from grader.cli.staff import main\n"
        "sys.argv = ['grader', '--help']\n"
        "try:\n    main()\nfinally:\n    print('numpy' in sys.modules)"
    )
    command = [sys.executable, "-c", program]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert done.stdout.endswith("False\n")


def test_an_interrupt_is_quiet(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def interrupted(ctx: click.Context, name: str) -> click.Command:
        raise KeyboardInterrupt

    monkeypatch.setattr(grader, "get_command", interrupted)
    monkeypatch.setattr(sys, "argv", ["grader", "verify", "warmup"])
    with pytest.raises(SystemExit) as ended:
        main()
    assert ended.value.code == 130
    assert capsys.readouterr().err.strip() == "grader: interrupted"


@pytest.mark.parametrize(
    ("arguments", "code", "text"),
    [
        (["verify", "nowhere"], 2, "no assignment 'nowhere'"),
        (["verify"], 2, "Missing argument"),
        ([], 2, "Usage:"),
    ],
)
def test_the_console_script_ends_with_a_message(arguments: list[str], code: int, text: str) -> None:
    command = [sys.executable, "-m", "grader.cli.staff", *arguments]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == code
    assert text in done.stderr
    assert "Traceback" not in done.stderr
