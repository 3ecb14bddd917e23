"""Nothing that decides a grade is read from disk once student code has run."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from textwrap import dedent

import pytest

ROOT = Path(__file__).resolve().parents[2]

PROGRAM = """
import sys
from grader.session.session import Session

seen, loading = None, Session._load

def load(self, *arguments):
    global seen
    seen = [] if seen is None else seen
    return loading(self, *arguments)

def watch(event, arguments):
    if seen is not None and event == "import":
        seen.append(arguments[0])
    if seen is not None and event == "open" and isinstance(arguments[0], str):
        if arguments[1] == "r" and arguments[0].endswith((".py", ".pyc", ".so", ".toml", ".json")):
            seen.append(arguments[0])

Session._load = load
sys.addaudithook(watch)
from grader.cli.grade import main
try:
    main()
finally:
    print(*seen, sep="\\n", file=sys.stderr)
"""


@pytest.mark.parametrize("options", [["-v"], ["-q"]])
def test_no_module_is_imported_after_student_code_ran(options: list[str], tmp_path: Path) -> None:
    """At level "process" such code can write to the grader's own files."""
    arguments = ["examples/submission", "-a", "practice", "-o", str(tmp_path / "r.json")]
    done = subprocess.run(
        [sys.executable, "-c", dedent(PROGRAM), *arguments, *options],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert (done.returncode, done.stderr.split()) == (0, [])
