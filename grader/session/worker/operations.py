"""What the parent may ask of a worker, one method per request."""

from __future__ import annotations

import io
import marshal
import math
import sys
from collections.abc import Callable, Sequence
from contextlib import redirect_stdout
from functools import lru_cache
from types import FrameType, FunctionType, ModuleType
from typing import Any

import numpy as np

from . import chance, confinement, reader, wire
from .changes import Watch
from .failures import ToldError
from .imports import Submission
from .loader import Loader
from .remarks import Warned
from .shelf import Shelf, class_name, type_name
from .texts import Texts

MAX_PRINTED = 100_000


NOT_DONE = object()
"""Stands among the results for what a failure before it in its section kept from being done."""


class Kept:
    """A result that stays in the worker, whatever it is."""

    def __init__(self, value: Any) -> None:
        self.value = value


class Operations:
    """The state of a worker: the student's module, fixtures and values kept on the shelf.

    Every operation takes the decoded parts of a request by name and returns a value to be
    encoded. What a call did besides is left in ``record``. ``results`` are those of the
    message's requests so far; ``stopped`` keeps the rest of them from being done.
    """

    def __init__(self, scratch: str) -> None:
        self.shelf = Shelf()
        self.texts = Texts(scratch)
        self.record: dict[str, Any] = {}
        self.results: list[Any] = []
        self.stopped = False
        self._loader = Loader(Submission(self.texts))
        self._fixtures: dict[str, Any] = {"__name__": "_judge_fixtures"}

    def value(self, handle: int, method: str) -> Any:
        """What a request means by a handle: the value itself, or a method of it."""
        later = handle - wire.LATER
        on = self.shelf.get(handle) if later < 0 else self.results[later]
        if on is NOT_DONE:
            raise ToldError("missing", "what this needs could not be done")
        return _attribute(on, method) if method else on

    def run_fixtures(self, code: bytes) -> dict[str, Any]:
        """Run the judge's own code for this exercise; comes before any of the student's."""
        exec(marshal.loads(code), self._fixtures)
        return called(self._fixtures, [name for name in self._fixtures if name != "__builtins__"])

    def load(
        self,
        path: str,
        cells: Sequence[str] | None,
        seed: int,
        imports: Sequence[str] | None,
    ) -> dict[str, Any]:
        """Run the student's source, which may import these and what comes with Python."""
        chance.fix(seed)
        sys.path_importer_cache.pop(self.texts.scratch, None)  # it may have been looked into empty
        self._loader.submission.allow(imports)
        told = self._loader.load(path, cells)
        self.shelf.put_module(self._loader.module)
        return {**told, "names": called(self._loader.module.__dict__, told["names"])}

    def read_sources(self, files: dict[str, bytes]) -> Any:
        """Names and cells of a submission's files; see the reader."""
        return reader.read_sources(files)

    def self_test(self, canaries: list[str], outside: str, victim: int) -> dict[str, bool]:
        """Which defences hold in this worker; see the confinement."""
        return confinement.self_test(canaries, outside, victim)

    def fixture(self, name: str) -> Kept:
        """A value of the fixtures."""
        return Kept(self._fixtures[name])

    def attribute(self, on: Any, name: str, keep: bool) -> Any:
        """``on.name``."""
        with self._recorded():
            value = _attribute(on, name)
        return Kept(value) if keep else value

    def copied(self, on: Any, name: str) -> Kept:
        """``on.name`` as it is now."""
        with self._recorded():
            return Kept(_copied(_attribute(on, name), {}))

    def item(self, on: Any, key: Any, keep: bool) -> Any:
        """``on[key]``."""
        with self._recorded():
            try:
                value = on[key]
            except (KeyError, IndexError):
                raise ToldError("missing", f"{_noun(on)} has no entry {key!r}") from None
        return Kept(value) if keep else value

    def assign(self, on: Any, name: str, value: Any) -> None:
        """``on.name = value``."""
        setattr(on, name, value)

    def write(self, on: Any, path: Sequence[Any], values: Any) -> None:
        """Fill the array at a path of attributes and entries in place.

        A single row fits an array that lacks its axis, too: whether the shape is the one asked
        for is judged elsewhere, and the numbers are there to go on with.
        """
        target, walked = on, list[str]()
        for step in path:
            by_name = isinstance(step, str) and not isinstance(target, dict)
            walked.append(f".{step}" if by_name else f"[{step!r}]")
            try:
                target = getattr(target, step) if by_name else target[step]
            except (AttributeError, LookupError, TypeError):
                text = f"there is no {_noun(on)}{''.join(walked)}"
                raise ToldError("missing", text) from None
        _put(target, values, on, walked)

    def fill(self, on: Any, shapes: dict[str, str], numbers: Any) -> dict[str, Any]:
        """Fill lists of arrays in place; the lists as they are then, if not as written.

        ``shapes`` are those of each list's arrays, e.g. ``"4,3 3,1"``; ``numbers`` holds the
        entries of them all, one after another.
        """
        start, written = 0, dict[str, list[Any]]()
        for name, text in shapes.items():
            values = written[name] = []
            for place, (shape, size) in enumerate(_shapes(text)):
                values.append(numbers[start : start + size].reshape(shape))
                self.write(on, [name, place], values[-1])
                start += size
        held = {name: getattr(on, name) for name in shapes}
        if all(_holds(held[name], values) for name, values in written.items()):
            return {}
        self.stopped = True
        return held

    def read(self, on: Any) -> Any:
        """The value itself, as far as it is plain data."""
        return on

    def call(
        self,
        on: Any,
        args: list[Any],
        kwargs: dict[str, Any] | None = None,
        keep: bool = False,
        count: bool = False,
    ) -> Any:
        """Call a function or class; an instance is kept even if it is of a kind of number."""
        kwargs = kwargs or {}
        watch = Watch(args, kwargs)
        try:
            with self._recorded():
                result = self._counted(on, args, kwargs) if count else on(*args, **kwargs)
        finally:
            self.record["changed"] = watch.changed()
        return Kept(result) if keep or issubclass(type(on), type) else result

    def printed(self, on: Any, args: list[Any], kwargs: dict[str, Any]) -> str:
        """What a call prints."""
        with self._recorded(), redirect_stdout(io.StringIO()) as text:
            on(*args, **kwargs)
        return text.getvalue()[:MAX_PRINTED]

    def train(
        self, on: Any, X: Any, y: Any, lr: float, epochs: int, marks: Sequence[int]
    ) -> list[Any]:
        """Full-batch training; [epochs, weights, biases, outputs], an entry for each mark.

        Parameters whose shape and type stay make one array each, the marks along its first axis.
        """
        taken: list[tuple[int, list[Any], list[Any], Any]] = []
        wanted = frozenset(marks)
        with self._recorded():
            for epoch in range(epochs + 1):
                if epoch == epochs and epoch not in wanted:
                    break
                output = on.forward(X)
                if epoch in wanted:
                    parameters = _copies(on.weights), _copies(on.biases)
                    taken.append((epoch, *parameters, np.array(output)))
                if epoch < epochs:
                    on.update(on.backward(y), lr)
        marked, weights, biases, outputs = zip(*taken, strict=True) if taken else ((),) * 4
        return [list(marked), _together(weights), _together(biases), _stacked(outputs)]

    def _recorded(self) -> Warned:
        warned = Warned()
        self.record["warnings"] = warned.found
        return warned

    def _counted(self, function: Any, args: list[Any], kwargs: dict[str, Any]) -> Any:
        """Call under a trace that counts the student's lines."""
        self.record["lines"] = 0

        def local(frame: FrameType, event: str, detail: Any) -> Callable[..., Any]:
            if event == "line":
                self.record["lines"] += 1
            return local

        def entered(frame: FrameType, event: str, detail: Any) -> Callable[..., Any] | None:
            return local if self.texts.owns(frame.f_code) else None

        sys.settrace(entered)
        try:
            return function(*args, **kwargs)
        finally:
            sys.settrace(None)


def called(namespace: dict[str, Any], names: Sequence[str]) -> dict[str, Any]:
    """The functions and classes of these names, which will be asked for; None for the others."""
    values = ((name, namespace.get(name)) for name in names)
    return {
        name: value if type(value) is FunctionType or issubclass(type(value), type) else None
        for name, value in values
    }


def _copied(value: Any, done: dict[int, Any]) -> Any:
    """A copy of plain containers and arrays; ``done`` has those that were met, by identity."""
    if id(value) in done:
        return done[id(value)]
    if type(value) is np.ndarray:
        done[id(value)] = value.copy()
    elif type(value) is dict:
        held = done[id(value)] = {}
        held.update((key, _copied(part, done)) for key, part in value.items())
    elif type(value) is list:
        items = done[id(value)] = []
        items.extend(_copied(part, done) for part in value)
    elif type(value) is tuple:
        return tuple(_copied(part, done) for part in value)
    return done.get(id(value), value)


def _attribute(on: Any, name: str) -> Any:
    try:
        return getattr(on, name)
    except AttributeError as error:
        if error.__traceback__ is not None and error.__traceback__.tb_next is not None:
            raise  # raised inside a property, not by the missing name
        raise ToldError("missing", f"{_noun(on)} has no '{name}'") from None


def _put(target: Any, values: Any, on: Any, walked: Sequence[str]) -> None:
    """Write into the array that was found ``on`` an object by these steps."""
    if type(target) is np.ndarray and target.shape == np.shape(values):
        target[...] = values
        return
    label = f"{_noun(on)}{''.join(walked)}"
    if not isinstance(target, np.ndarray):
        raise ToldError("bad-reply", f"{label} is of type {type_name(target)}, not an array")
    if np.shape(values) not in (target.shape, (1, *target.shape)):
        wanted = f"{target.shape} where {np.shape(values)} is needed"
        raise ToldError("bad-reply", f"{label} has the shape {wanted}")
    target[...] = values


@lru_cache(maxsize=128)
def _shapes(text: str) -> list[tuple[tuple[int, ...], int]]:
    """The shapes in a text such as ``"4,3 3,1"``, each with its number of entries."""
    shapes = [tuple(int(n) for n in each.split(",") if n) for each in text.split(" ")]
    return [(shape, math.prod(shape)) for shape in shapes]


def _holds(held: Any, values: list[Any]) -> bool:
    """Whether a list of arrays holds exactly these numbers, as Operations.write leaves them."""
    if type(held) not in (list, tuple) or len(held) != len(values):
        return False
    return all(map(_holds_array, held, values))


def _holds_array(held: Any, values: Any) -> bool:
    if type(held) is not np.ndarray or values.shape not in (held.shape, (1, *held.shape)):
        return False
    if held.dtype == values.dtype and held.tobytes() == values.tobytes():  # much the quickest
        return True
    return bool((held == values.reshape(held.shape)).all())


def _together(lists: Sequence[list[Any]]) -> list[Any]:
    """From a list of arrays at each mark to a list of what each array was at the marks."""
    if len({len(arrays) for arrays in lists}) > 1:
        raise ToldError("bad-reply", "the number of weights or biases changes in training")
    return [_stacked(values) for values in zip(*lists, strict=True)]


def _stacked(values: Sequence[Any]) -> Any:
    """Arrays of one shape and type as one, others as a list."""
    alike = len({(value.shape, value.dtype) for value in values}) == 1
    return np.array(values) if alike else list(values)


def _copies(arrays: Any) -> list[Any]:
    return [np.array(array) for array in arrays]


def _noun(owner: Any) -> str:
    """How to name a value to the student in a sentence."""
    if isinstance(owner, ModuleType):
        return "your file"
    if isinstance(owner, type):
        return f"the class {class_name(owner)}"
    return f"your {type_name(owner)}"
