"""Which text of a submission answers which exercise."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Source:
    """The file to load for one exercise.

    ``path`` is relative to the submission's folder, with forward slashes. ``cells`` are
    the code cells of a notebook, magics and shell lines still in them; ``None`` for a
    ``.py`` file, whose bytes are read by the worker. ``imports`` are the modules that it may
    import beside Python's own and the submission's; ``None`` for whatever there is.
    """

    exercise: str
    path: str
    cells: tuple[str, ...] | None = None
    imports: tuple[str, ...] | None = None
