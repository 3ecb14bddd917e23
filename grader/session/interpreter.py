"""Starting clean interpreters that run the worker's code."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from .faults import GraderFault

WORKER = Path(__file__).parent / "worker"
BOOT = (
    "import sys;"
    "sys.path[:]=[entry for entry in sys.path if entry];"  # below 3.11, "-c" adds the cwd
    "package=sys.modules['_judge']=type(sys)('_judge');"
    "package.__path__=[sys.argv[1]];"
    "from _judge.boot import start;"
    "start(sys.argv[2])"
)
"""Loads the worker's modules under a name that no student uses, without the grader's package."""
ENVIRONMENT = {
    "OPENBLAS_NUM_THREADS": "1",
    "OMP_NUM_THREADS": "1",
    "MKL_NUM_THREADS": "1",
    "VECLIB_MAXIMUM_THREADS": "1",
    "LANG": "C.UTF-8",
    "PYTHONHASHSEED": "0",
    "MPLBACKEND": "Agg",
}
WINDOWS_NEEDS = ("SYSTEMROOT",)


def command(job: dict[str, Any]) -> list[str]:
    """The command line of a clean interpreter that does ``job``."""
    flags = ["-s"]
    flags += ["-P"] if sys.version_info >= (3, 11) else []
    flags += ["-B"] if sys.dont_write_bytecode else []
    job = {**job, "path": _library_folders()}
    return [sys.executable, *flags, "-c", BOOT, str(WORKER), json.dumps(job)]


def environment() -> dict[str, str]:
    """The whole environment of a worker."""
    kept = WINDOWS_NEEDS if os.name == "nt" else ()
    return {**{name: os.environ[name] for name in kept if name in os.environ}, **ENVIRONMENT}


def start(folder: Path, job: dict[str, Any], **streams: Any) -> subprocess.Popen[bytes]:
    """Start the interpreter away from the terminal, so that Ctrl-C reaches only the parent."""
    try:
        return subprocess.Popen(
            command(job),
            env=environment(),
            cwd=folder,
            start_new_session=os.name == "posix",
            **streams,
        )
    except OSError as error:
        raise GraderFault(f"cannot start {sys.executable}: {error}") from error


def _library_folders() -> list[str]:
    """Where NumPy lies, should the clean interpreter not find it by itself."""
    spec = find_spec("numpy")
    return [] if spec is None or spec.origin is None else [str(Path(spec.origin).parents[1])]
