"""Drawing the cases of a check: one seed, the same cases for everyone in a run."""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from typing import TypeVar

import numpy as np

from grader.judgement.comparing import Array
from grader.judgement.networks import Architecture
from grader.judgement.probes import Probe, draw_probe, draw_saturated

T = TypeVar("T")


class Draw:
    """Random cases for one check. Each check has its own stream, so checks do not disturb others.

    ``name`` is the check's id and ``seed`` that of the run, which a report records.
    """

    def __init__(self, seed: int, name: str) -> None:
        self._rng = np.random.default_rng([seed, zlib.crc32(name.encode())])

    def normal(self, shape: Sequence[int] = (), scale: float = 1.0) -> Array:
        """Normally distributed numbers with mean 0 and standard deviation ``scale``."""
        return np.asarray(self._rng.normal(size=tuple(shape)) * scale)

    def uniform(self, low: float, high: float, shape: Sequence[int] = ()) -> Array:
        """Numbers evenly distributed over [low, high)."""
        return np.asarray(self._rng.uniform(low, high, size=tuple(shape)))

    def integers(self, low: int, high: int, shape: Sequence[int] = ()) -> Array:
        """Integers from low to high - 1."""
        return np.asarray(self._rng.integers(low, high, size=tuple(shape)))

    def number(self, low: float, high: float) -> float:
        """One number from [low, high)."""
        return float(self._rng.uniform(low, high))

    def choice(self, options: Sequence[T]) -> T:
        """One of the options."""
        return options[int(self._rng.integers(len(options)))]

    def sample(self, options: Sequence[T], count: int) -> list[T]:
        """Different ones of the options."""
        chosen = self._rng.choice(len(options), size=count, replace=False)
        return [options[int(i)] for i in chosen]

    def away_from_zero(self, shape: Sequence[int], scale: float = 1.0) -> Array:
        """Normal numbers none of which is within 0.05 of zero, where ReLU has its kink."""
        values = self.normal(shape, scale)
        return np.asarray(values + np.where(values >= 0, 0.05, -0.05))

    def probabilities(self, shape: Sequence[int], smallest: float = 0.02) -> Array:
        """Rows of probabilities that add up to 1, none far below ``smallest``."""
        raw = self._rng.uniform(smallest * 10, 1.0, size=tuple(shape))
        return np.asarray(raw / raw.sum(axis=1, keepdims=True))

    def one_hot(self, samples: int, classes: int) -> Array:
        """Labels of shape (samples, classes) with one 1 per row."""
        return np.eye(classes)[self._rng.integers(0, classes, size=samples)]

    def network(
        self,
        kind: Architecture,
        sizes: Sequence[int],
        samples: int,
        *,
        integers: bool = False,
        input_scale: float = 1.0,
    ) -> Probe:
        """A network and a batch on which right code agrees whatever its style."""
        return draw_probe(
            self._rng, kind, sizes, samples, integers=integers, input_scale=input_scale
        )

    def saturated_network(self, kind: Architecture, sizes: Sequence[int], samples: int) -> Probe:
        """A network whose pre-activations go up to 1e4 and whose outputs are 0 or 1."""
        return draw_saturated(self._rng, kind, sizes, samples)
