"""Starting clean interpreters that carry the worker's code with them."""

from __future__ import annotations

import json
import marshal
import os
import subprocess
import sys
from importlib.machinery import PathFinder
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from .faults import GraderFault

BOOT = (
    "import sys,marshal,json;"
    "sys.path[:]=[p for p in sys.path if p];"
    "kit=marshal.load(open(sys.argv[1],'rb'));"
    "space={'__name__':'_judge_boot'};"
    "exec(kit['boot'],space);"
    "space['start'](kit,json.loads(sys.argv[2]))"
)
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


def write_kit(path: Path) -> None:
    """Write the worker's modules as code objects, which Python has compiled already."""
    package = f"{__package__}.worker"
    folder = Path(__file__).parent / "worker"
    kit = {}
    for file in sorted(folder.glob("[!_]*.py")):
        spec = PathFinder.find_spec(f"{package}.{file.stem}", [str(folder)])
        loader: Any = None if spec is None else spec.loader
        kit[file.stem] = loader.get_code(f"{package}.{file.stem}")
    try:
        path.write_bytes(marshal.dumps(kit))
    except OSError as error:
        raise GraderFault(f"cannot write to {path.parent}: {error}") from error


def command(kit: Path, job: dict[str, Any]) -> list[str]:
    """The command line of a clean interpreter that does ``job``."""
    safe_path = ["-P"] if sys.version_info >= (3, 11) else []
    job = {**job, "path": _library_folders()}
    return [sys.executable, "-s", *safe_path, "-B", "-c", BOOT, str(kit), json.dumps(job)]


def environment() -> dict[str, str]:
    """The whole environment of a worker."""
    kept = WINDOWS_NEEDS if os.name == "nt" else ()
    return {**{name: os.environ[name] for name in kept if name in os.environ}, **ENVIRONMENT}


def start(kit: Path, job: dict[str, Any], **streams: Any) -> subprocess.Popen[bytes]:
    """Start the interpreter away from the terminal, so that Ctrl-C reaches only the parent."""
    try:
        return subprocess.Popen(
            command(kit, job),
            env=environment(),
            cwd=kit.parent,
            start_new_session=os.name == "posix",
            **streams,
        )
    except OSError as error:
        raise GraderFault(f"cannot start {sys.executable}: {error}") from error


def _library_folders() -> list[str]:
    """Where NumPy lies, should the clean interpreter not find it by itself."""
    spec = find_spec("numpy")
    return [] if spec is None or spec.origin is None else [str(Path(spec.origin).parents[1])]
