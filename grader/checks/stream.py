"""The random numbers of a check, remembered: a class asks for the same ones again and again."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Hashable
from functools import lru_cache
from typing import Any, TypeVar

import numpy as np
import numpy.random  # NumPy would load it later, when student code has run

T = TypeVar("T")

STREAMS = 256
"""Checks whose answers are kept: those of a few assignments, for one seed."""
ANSWERS = 1_000
"""Answers that are kept of each; what students' mistakes make a check ask is without bound."""


class _Moment:
    """A stream after some questions: the answer to the last one, and how it went on from here."""

    __slots__ = ("answer", "next", "state")

    def __init__(self, answer: Any, state: Any) -> None:
        self.answer = answer
        self.state = state
        self.next: dict[Hashable, _Moment] = {}


class _Start(_Moment):
    """The beginning of a stream; ``kept`` counts the answers after it."""

    __slots__ = ("kept",)

    def __init__(self, seed: int, name: str) -> None:
        generator = np.random.default_rng([seed, zlib.crc32(name.encode())])
        super().__init__(None, generator.bit_generator.state)
        self.kept = 0


@lru_cache(maxsize=STREAMS)
def _start(seed: int, name: str) -> _Start:
    return _Start(seed, name)


class Stream:
    """Answers questions at random; the same ones in the same order have the same answers.

    An answer is shared by all who ask for it and must not be changed.
    """

    def __init__(self, seed: int, name: str) -> None:
        self._start = _start(seed, name)
        self._now: _Moment = self._start

    def ask(self, question: Hashable, answer: Callable[[np.random.Generator], T]) -> T:
        """What ``answer`` gives, or gave when this question came up at this point before."""
        then = self._now.next.get(question)
        if then is None:
            generator = np.random.Generator(np.random.PCG64(0))
            generator.bit_generator.state = self._now.state
            drawn = answer(generator)
            then = _Moment(drawn, generator.bit_generator.state)
            if self._start.kept < ANSWERS:
                self._start.kept += 1
                self._now.next[question] = then
        self._now = then
        found: T = then.answer
        return found
