"""Fuzzes a target with atheris, which has to be installed: pip install -e '.[fuzz]'

python -m tests.fuzz TARGET [OPTIONS OF LIBFUZZER]
python -m tests.fuzz reply -max_total_time=300 -rss_limit_mb=4096

Targets: zip, tar, notebook, files, reply, header. A finding is written to crash-...; a test of it
belongs into test_targets.py.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

import atheris  # type: ignore[import-not-found,unused-ignore]

with atheris.instrument_imports(include=["grader", "zipfile", "tarfile", "nbformat", "json"]):
    from .targets import TARGETS


def main() -> None:
    """Run the target named on the command line until it fails or its time is over."""
    if len(sys.argv) < 2 or sys.argv[1] not in TARGETS:
        sys.exit(f"name a target: {', '.join(TARGETS)}")
    target = TARGETS[sys.argv[1]]
    with tempfile.TemporaryDirectory() as corpus:
        for number, seed in enumerate(target.seeds):
            (Path(corpus) / f"seed{number}").write_bytes(seed)
        atheris.Setup([sys.argv[0], corpus, "-max_len=8192", *sys.argv[2:]], target.read)
        atheris.Fuzz()


if __name__ == "__main__":
    main()
