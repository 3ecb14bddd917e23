"""Stand-ins, in the parent, for a student's module and for values that live in the worker."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from .accounts import NOTHING_BESIDES, Snapshot
from .faults import FORGED, StudentFault

if TYPE_CHECKING:
    from .session import Session

Value = Any
"""Plain data, NumPy arrays and scalars, and Remotes, in lists, tuples and dicts."""


class Module:
    """The sole stand-in for a student's module, whichever worker has it."""


MODULE = Module()
METHODS = frozenset({"forward", "backward", "update"})
"""What every network and graph is called with; Remotes even where a student put data."""

PLAIN = frozenset({"NoneType", "bool", "int", "float", "complex", "str", "list", "tuple", "dict"})


class Remote:
    """A value that lives in a worker: call it, index it, get and set its attributes.

    Results that are plain data come back decoded, anything else as another Remote, and so do
    instances in any case. The METHODS of an object are looked up when they are used, which
    saves a request: StudentFault("missing") comes only then. Two Remotes are equal when they
    stand for the same object. ``_type`` is the name of its class, ``_label`` how to name it to
    a student. A Remote is of no use after its worker has ended: using it then raises
    StudentFault("crashed").
    """

    __slots__ = ("_generation", "_handle", "_label", "_method", "_session", "_type")

    _generation: int
    _handle: int
    _label: str
    _method: str
    _session: Session
    _type: str

    __iter__ = None  # __getitem__ alone would make every Remote look like a sequence

    def __init__(
        self,
        session: Session,
        generation: int,
        handle: int,
        kind: str,
        label: str,
        method: str = "",
    ) -> None:
        for name, value in (
            ("_session", session),
            ("_generation", generation),
            ("_handle", handle),
            ("_type", kind),
            ("_label", label),
            ("_method", method),
        ):
            object.__setattr__(self, name, value)

    def __call__(self, *args: Any, **kwargs: Any) -> Value:
        """Call the function, or construct an instance of the class."""
        return self._session.call(self, args, kwargs)

    def __getattr__(self, name: str) -> Value:
        if name.startswith("_"):  # NumPy, copy and others look for protocols here
            raise AttributeError(name)
        label = f"{self._label}.{name}"
        if name in METHODS and not self._method:
            place = self._session, self._generation, self._handle
            return Remote(*place, "method", label, method=name)
        request = {"on": self, "name": name, "keep": name in METHODS}
        return self._session.ask("attribute", request, label)

    def __setattr__(self, name: str, value: Any) -> None:
        self._session.ask("assign", {"on": self, "name": name, "value": value}, name)

    def __getitem__(self, key: Any) -> Value:
        request = {"on": self, "key": key, "keep": False}
        return self._session.ask("item", request, f"{self._label}[{key!r}]")

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Remote) and same_object(self, other)

    def __hash__(self) -> int:
        return hash((self._generation, self._handle, self._method))

    def __repr__(self) -> str:
        return f"<{self._label}, a {self._type} in the worker>"


class Student:
    """The student's module: ``student.NAME`` is what it defines under that name.

    That is a Remote whatever it is, so that calling a function that turns out to be a number
    is the student's fault; ``read`` decodes plain data. A name that is not defined raises
    StudentFault("missing"). ``last`` is the record of the latest call.
    """

    def __init__(self, session: Session) -> None:
        self._session = session
        self._known: dict[tuple[str, str], Remote] = {}
        self.last = NOTHING_BESIDES

    def __getattr__(self, name: str) -> Remote:
        if name.startswith("_"):
            raise AttributeError(name)
        request = {"on": MODULE, "name": name, "keep": True}
        try:
            return self._found("attribute", request, name)
        except StudentFault as fault:
            self._session.explain_missing(fault)
            raise

    def _found(self, operation: str, request: dict[str, Any], name: str) -> Remote:
        """A value by name, asked for once in the life of a worker."""
        known = self._held(operation, name)
        if known is None:
            self._session.get_ready()  # which may tell of it
            known = self._held(operation, name)
        if known is None:
            known = self._known[operation, name] = remote(
                self._session.ask(operation, request, name)
            )
        return known

    def _held(self, operation: str, name: str) -> Remote | None:
        known = self._known.get((operation, name))
        return known if known is not None and self._session.holds(known) else None

    def _remember(self, operation: str, name: str, known: Remote) -> None:
        """Take note of a value by name that the worker has told of by itself."""
        self._known[operation, name] = known

    def construct(self, make: Remote, /, *args: Any) -> Remote:
        """An object from a class, or from a function in its place.

        Raises StudentFault("exception") if what comes of it is plain data.
        """
        return an_object(self._session.call(make, args, {}), make._label)

    def keep(self, function: Remote, /, *args: Any, **kwargs: Any) -> Remote:
        """Call, but leave the result in the worker, whatever it is."""
        return remote(self._session.call(function, args, kwargs, keep=True))

    def read(self, kept: Remote) -> Value:
        """The value behind a Remote as it is now; the Remote itself if it is not plain data."""
        return self._session.ask("read", {"on": kept}, kept._label)

    def printed(self, function: Remote, /, *args: Any, **kwargs: Any) -> str:
        """Call; what the call printed, at most 100,000 characters of it."""
        request = {"on": function, "args": list(args), "kwargs": kwargs}
        text = self._session.ask("printed", request, None)
        if not isinstance(text, str):
            raise StudentFault("bad-reply", FORGED)
        return text

    def restart(self) -> None:
        """Go on in a fresh worker; Remotes of the old one are lost."""
        self._session.drop()

    def fixture(self, name: str) -> Remote:
        """A function, class or value of the judge's own fixtures."""
        return self._found("fixture", {"name": name}, name)

    def count_lines(self, function: Remote, /, *args: Any) -> tuple[Value, int]:
        """Call; the result and how many lines of student code the call executed."""
        result = self._session.call(function, args, {}, count=True)
        return result, self.last.lines or 0

    def train(
        self,
        network: Remote,
        X: npt.ArrayLike,
        y: npt.ArrayLike,
        lr: float,
        epochs: int,
        marks: Sequence[int],
    ) -> list[Snapshot]:
        """Full-batch training, ``epochs`` times forward, backward and update.

        A snapshot is taken at each mark, after that many updates (0: before the first).
        """
        asked = training(X, y, lr, epochs, marks)
        found = self._session.ask("train", {"on": network, **asked}, network._label)
        return snapshots(found, asked["marks"])


def training(
    X: npt.ArrayLike, y: npt.ArrayLike, lr: float, epochs: int, marks: Sequence[int]
) -> dict[str, Any]:
    """What a worker is told of a training."""
    return {"X": X, "y": y, "lr": lr, "epochs": epochs, "marks": sorted(set(marks))}


def snapshots(found: Value, marks: Sequence[int]) -> list[Snapshot]:
    """What a worker tells of a training that has these marks."""
    match found:
        case [list(told), list(weights), list(biases), outputs] if told == marks:
            parts = [*weights, *biases, outputs]
            if all(map(partial(_are_arrays, count=len(marks)), parts)):
                return [
                    Snapshot(epoch, _each(weights, i), _each(biases, i), np.asarray(outputs[i]))
                    for i, epoch in enumerate(marks)
                ]
    raise StudentFault("bad-reply", "weights and biases are not lists of arrays of numbers")


def remote(value: Value) -> Remote:
    """``value``, which an honest worker keeps."""
    if not isinstance(value, Remote):
        raise StudentFault("bad-reply", FORGED)
    return value


def an_object(made: Value, label: str) -> Remote:
    """``made`` by calling what has this label, if it is an object and no plain data."""
    kind = made._type if isinstance(made, Remote) else type(made).__name__
    if isinstance(made, Remote) and kind not in PLAIN:
        return made
    noun = "None" if kind == "NoneType" else f"a value of type {kind}"
    raise StudentFault("exception", f"{label}(...) gave {noun} instead of an object")


def _each(columns: Sequence[Any], place: int) -> list[npt.NDArray[Any]]:
    return [np.asarray(values[place]) for values in columns]


def _are_arrays(values: Value, count: int) -> bool:
    """Whether these are so many arrays, in an array or a list."""
    if isinstance(values, np.ndarray):
        return values.ndim > 0 and len(values) == count
    several = isinstance(values, list) and len(values) == count
    return several and all(isinstance(value, np.ndarray) for value in values)


def write(target: Remote, *path: Any, values: npt.ArrayLike) -> None:
    """Fill an array in place: ``write(nn, "weights", 0, values=W)`` is nn.weights[0][...] = W.

    Raises StudentFault if there is no such array or its shape is another.
    """
    request = {"on": target, "path": list(path), "values": np.asarray(values)}
    target._session.ask("write", request, target._label)


def fill(target: Remote, **lists: Sequence[npt.ArrayLike]) -> dict[str, Value]:
    """Fill lists of arrays in place: ``fill(nn, weights=[W1, W2])`` is nn.weights[0][...] = W1, ...

    One request for all. Nothing comes back if the attributes then hold exactly these numbers,
    otherwise what they hold. Raises StudentFault as ``write`` does, at the first that fails.
    """
    found = target._session.ask("fill", {"on": target, **packed(lists)}, target._label)
    return filled(target, found, list(lists))


def packed(lists: Mapping[str, Sequence[npt.ArrayLike]]) -> dict[str, Value]:
    """Lists of arrays of numbers as one array, and the shapes by which to take it apart again."""
    arrays = {name: [np.asarray(values) for values in each] for name, each in lists.items()}
    shapes = {
        name: " ".join([",".join(map(str, array.shape)) for array in each])
        for name, each in arrays.items()
    }
    every = [array.ravel() for each in arrays.values() for array in each]
    return {"shapes": shapes, "numbers": np.concatenate(every)}


def filled(target: Remote, found: Value, names: Sequence[str]) -> dict[str, Value]:
    """What filling gave; asked for again where it was too large to come at once."""
    if isinstance(found, dict) and set(found) <= set(names):
        return found
    return {name: getattr(target, name) for name in names}


def entries(kept: Remote, count: int) -> list[Remote]:
    """The first ``count`` entries of a tuple or list in the worker, which stay there too."""
    label = kept._label
    asked = [{"on": kept, "key": key, "keep": True} for key in range(count)]
    return [remote(kept._session.ask("item", each, f"{label}[{each['key']}]")) for each in asked]


def same_object(a: Remote, b: Remote) -> bool:
    """Whether two Remotes stand for one object of the worker."""
    first, second = (
        (each._session, each._generation, each._handle, each._method) for each in (a, b)
    )
    return first == second


def construct(make: Remote, *args: Any) -> Remote:
    """A new object of a student's class, whatever that class really is."""
    return make._session.student.construct(make, *args)
