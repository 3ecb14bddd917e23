"""The first code of a new interpreter, which knows this package under the name ``_judge``."""

from __future__ import annotations

import json
import sys
from importlib import import_module
from typing import Any

PACKAGE = "_judge"


def start(text: str) -> None:
    """Run the zygote or the one worker that the JSON text describes."""
    job: dict[str, Any] = json.loads(text)
    sys.path += [entry for entry in job["path"] if entry not in sys.path]
    sys.argv[:] = [""]
    main = import_module(f"{PACKAGE}.main")
    main.preload(job["role"], job["preload"])
    # From here on nothing of ours is read from disk, where a confined worker could not look.
    sys.modules[PACKAGE].__path__ = []
    sys.dont_write_bytecode = True
    main.run(job)
