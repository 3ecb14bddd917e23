"""Several requests in one message, where the judge needs no answer in between."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import chain
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from .accounts import CallRecord
from .exchange import Answer, Request
from .faults import StudentFault, explain_misfit
from .proxies import (
    MODULE,
    Module,
    Remote,
    Student,
    Value,
    an_object,
    packed,
    remote,
    snapshots,
    training,
)


class Later:
    """What a step will have given. Asking for its value has all that was noted done.

    ``value`` raises the student's fault, if the step failed, or the one of an earlier step
    that kept this one from being done. A Later may be used in later steps: as an argument, or
    as the object whose method or attribute it is.
    """

    # ``place`` is the step's number in its message.
    __slots__ = ("_finish", "_outcome", "_steps", "place")

    def __init__(self, steps: Steps, finish: Callable[[Value], Value]) -> None:
        self.place = 0
        self._steps = steps
        self._finish = finish
        self._outcome: Answer | StudentFault | None = None

    @property
    def value(self) -> Value:
        """What the step gave."""
        return self._finish(self._answer().value)

    @property
    def record(self) -> CallRecord:
        """The side effects of the step."""
        return self._answer().record

    @property
    def done(self) -> bool:
        """Whether it is known what became of the step."""
        return self._outcome is not None

    def settle(self, outcome: Answer | StudentFault) -> None:
        """Take note of what became of the step."""
        self._outcome = outcome

    def _answer(self) -> Answer:
        if self._outcome is None:
            self._steps.run()
        assert self._outcome is not None
        if isinstance(self._outcome, StudentFault):
            raise self._outcome
        return self._outcome


@dataclass(frozen=True, slots=True)
class Method:
    """A method, by name, of what is or will be there; a function of the student's file."""

    on: Remote | Later | Module
    name: str


class _Step(NamedTuple):
    request: Request
    later: Later


class Steps:
    """Notes requests to the worker that has ``of``, and has them done in order, all at once.

    This saves a check the way to the worker and back for each.
    A step that fails keeps the later ones of its section from being done; all of them then
    raise its fault. After a fill whose numbers do not stay, the rest of the section is sent in a
    message of its own.
    """

    def __init__(self, of: Remote | Student) -> None:
        self._session = of._session
        self._sections: list[list[_Step]] = [[]]

    def new_section(self) -> None:
        """Go on with what must be done whatever becomes of the steps so far, and needs none."""
        self._sections.append([])

    def construct(self, make: Remote, *args: Any) -> Later:
        """An object from a class; see Student.construct."""
        return self._call(make, args, finish=lambda made: an_object(made, make._label))

    def call(self, function: Remote, /, *args: Any, **kwargs: Any) -> Later:
        """Call a function."""
        return self._call(function, args, kwargs)

    def named(self, name: str, /, *args: Any, **kwargs: Any) -> Later:
        """Call a function of the student's file, by its name, in a new section.

        It is called in whichever worker there is then: the death of one costs no call but its own.
        """
        self.new_section()
        return self._call(Method(MODULE, name), args, kwargs)

    def keep(self, function: Remote, /, *args: Any, **kwargs: Any) -> Later:
        """Call, but leave the result in the worker, whatever it is."""
        return self._call(function, args, kwargs, keep=True)

    def method(self, on: Remote | Later, name: str, *args: Any, keep: bool = False) -> Later:
        """``on.name(*args)``; the result left in the worker if asked to ``keep`` it."""
        return self._call(Method(on, name), args, keep=keep)

    def attribute(self, on: Remote | Later, name: str, *, keep: bool = False) -> Later:
        """``on.name``; left in the worker, whatever it is, if asked to ``keep`` it."""
        label = f"{on._label}.{name}" if isinstance(on, Remote) else name
        return self._note("attribute", {"on": on, "name": name, "keep": keep}, label)

    def copied(self, on: Remote | Later, name: str) -> Later:
        """``on.name`` left in the worker as it is at this step, whatever is done to it later.

        What is copied are arrays, in lists, tuples and dicts.
        """
        return self._note("copied", {"on": on, "name": name}, name)

    def read(self, kept: Remote | Later) -> Later:
        """The value behind what was kept, as it is at this step; see Student.read."""
        return self._note("read", {"on": kept}, None)

    def write(self, on: Remote | Later, *path: Any, values: npt.ArrayLike) -> Later:
        """Fill an array in place; see grader.session.write."""
        return self._note("write", {"on": on, "path": list(path), "values": np.asarray(values)})

    def fill(self, on: Remote | Later, **lists: Sequence[npt.ArrayLike]) -> Later:
        """Fill lists of arrays in place; see grader.session.fill."""
        return self._note("fill", {"on": on, **packed(lists)})

    def train(
        self,
        network: Remote | Later,
        X: npt.ArrayLike,
        y: npt.ArrayLike,
        lr: float,
        epochs: int,
        marks: Sequence[int],
    ) -> Later:
        """Full-batch training; see Student.train."""
        asked = training(X, y, lr, epochs, marks)
        finish = partial(snapshots, marks=asked["marks"])
        return self._note("train", {"on": network, **asked}, None, finish)

    def run(self) -> None:
        """Have all that was noted done."""
        while sections := [section for section in self._sections if section]:
            for place, step in enumerate(chain.from_iterable(sections)):
                step.later.place = place
            waiting = iter(sections)
            self._sections = [[]]
            try:
                asked = [[step.request for step in section] for section in sections]
                for answers in self._session.ask_all(asked):
                    self._sections.append(self._settled(next(waiting), answers))
            except StudentFault as fault:  # the worker died, and at which step is not known
                self._sections.append(self._settled(next(waiting), [fault]))
            self._sections += waiting

    def _call(
        self,
        function: Remote | Method,
        args: Sequence[Any],
        kwargs: Mapping[str, Any] | None = None,
        *,
        keep: bool = False,
        finish: Callable[[Value], Value] | None = None,
    ) -> Later:
        parts = call_parts(function, args, kwargs or {}, keep=keep)
        return self._note("call", parts, None, finish or (remote if keep else None))

    def _note(
        self,
        operation: str,
        arguments: Mapping[str, Any],
        label: str | None = None,
        finish: Callable[[Value], Value] | None = None,
    ) -> Later:
        later = Later(self, finish or _as_it_is)
        self._sections[-1].append(_Step(Request(operation, arguments, label), later))
        return later

    def _settled(
        self, section: list[_Step], answers: Sequence[Answer | StudentFault]
    ) -> list[_Step]:
        """The steps that these answers leave to be done."""
        waiting = section[len(answers) :]
        for step, answer in zip(section, answers, strict=False):
            if isinstance(answer, StudentFault):
                self._explain(step.request, answer)
            step.later.settle(answer)
        if isinstance(answers[-1], StudentFault):
            for step in waiting:
                step.later.settle(answers[-1])
            return []
        return waiting

    def _explain(self, request: Request, fault: StudentFault) -> None:
        """Say why a function of the file is missing, or how it was called if that did not fit."""
        if request.operation != "call":
            return
        parts = request.arguments
        if isinstance(parts["on"], Method) and parts["on"].on is MODULE:
            self._session.explain_missing(fault)
        explain_misfit(fault, _label(parts["on"]), parts["args"], parts.get("kwargs", {}))


def call_parts(
    function: Remote | Method,
    args: Sequence[Any],
    kwargs: Mapping[str, Any],
    *,
    keep: bool = False,
    count: bool = False,
) -> dict[str, Any]:
    """The arguments of a request to call; what goes without saying is not said."""
    usual = {"kwargs": {}, "keep": False, "count": False}
    told = {"kwargs": dict(kwargs), "keep": keep, "count": count}
    unusual = {name: part for name, part in told.items() if part != usual[name]}
    return {"on": function, "args": list(args), **unusual}


def _as_it_is(value: Value) -> Value:
    return value


def _label(function: Remote | Method) -> str:
    """How to name a function to a student."""
    if isinstance(function, Remote):
        return function._label
    on = function.on
    if isinstance(on, Module):
        return function.name
    return f"{on._label if isinstance(on, Remote) else on.value._label}.{function.name}"
