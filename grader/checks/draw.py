"""Drawing the cases of a check: one seed, the same cases for everyone in a run."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from typing import TypeVar

import numpy as np

from grader.judgement.comparing import Array
from grader.judgement.networks import Architecture
from grader.judgement.probes import Probe, draw_probe, draw_saturated

from .stream import Stream

T = TypeVar("T")


class Draw:
    """Random cases for one check. Each check has its own stream, so checks do not disturb others.

    ``name`` is the check's id and ``seed`` that of the run, which a report records. The arrays
    are the caller's own; those of a network are shared by a whole class, and read-only.
    """

    def __init__(self, seed: int, name: str) -> None:
        self._stream = Stream(seed, name)

    def normal(self, shape: Sequence[int] = (), scale: float = 1.0) -> Array:
        """Normally distributed numbers with mean 0 and standard deviation ``scale``."""
        size = tuple(shape)
        drawn = self._array(("normal", size), lambda rng: rng.normal(size=size))
        return np.asarray(drawn * scale)

    def uniform(self, low: float, high: float, shape: Sequence[int] = ()) -> Array:
        """Numbers evenly distributed over [low, high)."""
        size = tuple(shape)
        return self._array(("uniform", low, high, size), lambda rng: rng.uniform(low, high, size))

    def integers(self, low: int, high: int, shape: Sequence[int] = ()) -> Array:
        """Integers from low to high - 1."""
        size = tuple(shape)
        return self._array(("integers", low, high, size), lambda rng: rng.integers(low, high, size))

    def number(self, low: float, high: float) -> float:
        """One number from [low, high)."""
        return float(self.uniform(low, high))

    def choice(self, options: Sequence[T]) -> T:
        """One of the options."""
        return options[int(self.integers(0, len(options)))]

    def sample(self, options: Sequence[T], count: int) -> list[T]:
        """Different ones of the options."""
        among = len(options)
        chosen = self._array(
            ("sample", among, count), lambda rng: rng.choice(among, size=count, replace=False)
        )
        return [options[int(i)] for i in chosen]

    def away_from_zero(self, shape: Sequence[int], scale: float = 1.0) -> Array:
        """Normal numbers none of which is within 0.05 of zero, where ReLU has its kink."""
        values = self.normal(shape, scale)
        return np.asarray(values + np.where(values >= 0, 0.05, -0.05))

    def probabilities(self, shape: Sequence[int], smallest: float = 0.02) -> Array:
        """Rows of probabilities that add up to 1, none far below ``smallest``."""
        raw = self.uniform(smallest * 10, 1.0, shape)
        return np.asarray(raw / raw.sum(axis=1, keepdims=True))

    def one_hot(self, samples: int, classes: int) -> Array:
        """Labels of shape (samples, classes) with one 1 per row."""
        rows: Array = np.eye(classes)[self.integers(0, classes, (samples,))]
        return rows

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
        return self._stream.ask(
            ("network", kind, tuple(sizes), samples, integers, input_scale),
            lambda rng: draw_probe(
                rng, kind, sizes, samples, integers=integers, input_scale=input_scale
            ),
        )

    def saturated_network(self, kind: Architecture, sizes: Sequence[int], samples: int) -> Probe:
        """A network whose pre-activations go up to 1e4 and whose outputs are 0 or 1."""
        return self._stream.ask(
            ("saturated", kind, tuple(sizes), samples),
            lambda rng: draw_saturated(rng, kind, sizes, samples),
        )

    def _array(self, question: Hashable, answer: Callable[[np.random.Generator], object]) -> Array:
        """A copy of the answer, which the caller may change."""
        return np.array(self._stream.ask(question, answer))
