"""Makes libraries that a worker may not read look as if they were not installed.

Under confinement a file may be there and yet not open; an import would then end in a
PermissionError that no "try: import ... except ImportError" expects.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from importlib.machinery import ModuleSpec, PathFinder
from types import ModuleType


class ReadableFinder:
    """Finds modules on the path as Python does, but only those that can be opened."""

    @staticmethod
    def find_spec(
        name: str, path: Sequence[str] | None = None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        """The import system's question."""
        spec = PathFinder.find_spec(name, path, target)
        if spec is not None and spec.has_location and spec.origin is not None:
            try:
                with open(spec.origin, "rb"):
                    return spec
            except OSError:
                return None
        return spec


def hide_unreadable() -> None:
    """Look for modules this way from now on."""
    finders = [ReadableFinder if finder is PathFinder else finder for finder in sys.meta_path]
    sys.meta_path[:] = finders
