"""Holds what we write against programs that read it: `python tests/consumers/run.py`.

Makes an environment for each program, about 1.6 GB in all, so it needs a package index; the
spreadsheet is Debian's `gnumeric`. `--keep DIR` keeps the environments for the next time. Ends with
1 when a program was not satisfied.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import venv
from pathlib import Path

HERE = Path(__file__).resolve().parent
JUDGES = {
    "judge_lti.py": ["lti-consumer-xblock", "cryptography", "PyLTI1p3"],
    "judge_xqueue.py": ["xblocks-contrib"],
    "judge_nbgrader.py": ["nbgrader"],
    "judge_otter.py": ["otter-grader", "jsonschema"],
}


def main() -> int:
    """Write the samples, have every judge read them."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--keep", type=Path, metavar="DIR", help="where environments stay")
    kept = parser.parse_args().keep
    with tempfile.TemporaryDirectory() as temporary:
        samples = Path(temporary) / "samples"
        samples.mkdir()
        subprocess.run([sys.executable, HERE / "samples.py", samples], check=True)
        house = kept or Path(temporary)
        failed = [
            judge
            for judge, packages in JUDGES.items()
            if not satisfied(python(house / judge.removesuffix(".py"), packages), judge, samples)
        ]
        if not shutil.which("ssconvert"):
            print("ssconvert is missing (apt-get install gnumeric): tables were not opened")
        elif not satisfied(Path(sys.executable), "judge_spreadsheet.py", samples):
            failed.append("judge_spreadsheet.py")
    print("not satisfied: " + ", ".join(failed) if failed else "all are satisfied")
    return 1 if failed else 0


def python(folder: Path, packages: list[str]) -> Path:
    """The interpreter of an environment with these packages."""
    found = folder / "bin" / "python"
    if not found.exists():
        print(f"installing {', '.join(packages)} ...", flush=True)
        venv.create(folder, with_pip=True)
        subprocess.run([found, "-m", "pip", "install", "--quiet", *packages], check=True)
    return found


def satisfied(interpreter: Path, judge: str, samples: Path) -> bool:
    """Whether a judge finds nothing wrong."""
    # nbgrader calls a program of its environment by name.
    path = f"{interpreter.parent}{os.pathsep}{os.environ['PATH']}"
    command = [interpreter, HERE / judge, samples]
    return subprocess.run(command, check=False, env={**os.environ, "PATH": path}).returncode == 0


if __name__ == "__main__":
    sys.exit(main())
