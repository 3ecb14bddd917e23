"""What a worker tells about loading, calling and training."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that stopped a file, or made a cell be skipped, while loading.

    ``before`` tells that definitions were still to come when it happened, so that it may
    be why a name is missing.
    """

    where: str
    type: str
    message: str
    hint: str | None
    before: bool


@dataclass(frozen=True, slots=True)
class LoadReport:
    """What loading a source left behind: names defined, problems met, remarks for the report."""

    names: frozenset[str]
    problems: tuple[Problem, ...] = ()
    remarks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CallRecord:
    """Side effects of one call.

    ``changed`` labels the arguments (or parts of arguments) that the call changed in place,
    e.g. ``"argument 2['W1']"``. ``warnings`` are distinct (category, message) pairs.
    ``lines`` counts executed lines of student code where counting was asked for.
    """

    changed: tuple[str, ...] = ()
    warnings: tuple[tuple[str, str], ...] = ()
    lines: int | None = None


NOTHING_BESIDES = CallRecord()


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A network in training: parameters after ``epoch`` updates and ``forward(X)`` with them."""

    epoch: int
    weights: list[npt.NDArray[Any]]
    biases: list[npt.NDArray[Any]]
    output: npt.NDArray[np.float64]
