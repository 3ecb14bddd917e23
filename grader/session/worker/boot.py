"""The first code of a new interpreter: makes the package ``_judge`` from the code it is given."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from importlib import import_module
from importlib.machinery import ModuleSpec
from types import CodeType, ModuleType
from typing import Any

PACKAGE = "_judge"


class CarriedModules:
    """Finds ``_judge`` and its modules among code objects, so that nothing is read from disk."""

    def __init__(self, codes: Mapping[str, CodeType]) -> None:
        self._codes = codes

    def find_spec(self, name: str, path: object = None, target: object = None) -> ModuleSpec | None:
        """The import system's question; ``None`` for every other module."""
        if name == PACKAGE:
            return ModuleSpec(name, self, is_package=True)  # type: ignore[arg-type]
        if name.startswith(f"{PACKAGE}.") and name.rpartition(".")[2] in self._codes:
            return ModuleSpec(name, self)  # type: ignore[arg-type]
        return None

    def create_module(self, spec: ModuleSpec) -> None:
        """Ask for an ordinary module object."""

    def exec_module(self, module: ModuleType) -> None:
        """Run the carried code; the package itself is empty."""
        code = self._codes.get(module.__name__.rpartition(".")[2])
        if module.__name__ != PACKAGE and code is not None:
            exec(code, module.__dict__)


def start(codes: Mapping[str, CodeType], job: dict[str, Any]) -> None:
    """Install the modules and run the zygote or the one worker that ``job`` describes."""
    sys.path[:] = [entry for entry in sys.path if entry]  # below 3.11, "-c" adds the cwd
    sys.path += [entry for entry in job["path"] if entry not in sys.path]
    sys.argv[:] = [""]
    finder = CarriedModules(codes)
    sys.meta_path.append(finder)
    main = import_module(f"{PACKAGE}.main")
    main.preload(job["role"], job["preload"])
    sys.meta_path.remove(finder)
    main.run(job)
