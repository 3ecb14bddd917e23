"""All benchmarks of cost, one after another: python -m benchmarks."""

from __future__ import annotations

import subprocess
import sys

ALL = (
    "benchmarks.cold",
    "benchmarks.throughput",
    "benchmarks.throughput --growth",
    "benchmarks.sizes",
    "benchmarks.layers",
    "benchmarks.layers --warm",
    "benchmarks.workers",
)


def main() -> None:
    """Print each command, then what it prints."""
    for command in ALL:
        print(f"$ python -m {command}", flush=True)
        subprocess.run([sys.executable, "-m", *command.split()], check=True)
        print(flush=True)


if __name__ == "__main__":
    main()
