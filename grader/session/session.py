"""One exercise of one submission, and the worker that runs it."""

from __future__ import annotations

import marshal
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import lru_cache, partial
from types import TracebackType
from typing import Any

from .accounts import LoadReport, Problem
from .budget import Budget, OverrunError
from .conversation import Conversation, overran
from .exchange import Answer, Request
from .faults import GraderFault, Lost, StudentFault, explain_misfit
from .limits import Limits
from .proxies import MODULE, Remote, Student, Value
from .source import Source
from .steps import Later, Method, call_parts
from .worker import wire

MAX_CHARS = 1_000
MAX_PROBLEMS = 100
"""What of a load report is believed at most."""
Hire = Callable[[Callable[[bytes], None]], Conversation]
"""Starts a worker in a fresh copy of the submission; what it prints goes to the argument."""


class Session:
    """Runs one exercise; a worker that died is replaced when the next request comes."""

    def __init__(
        self, source: Source, hire: Hire, *, limits: Limits, seed: int, fixtures: str
    ) -> None:
        self.student = Student(self)
        self._source = source
        self._hire = hire
        self._limits = limits
        self._budget = Budget(limits)
        self._fixtures = fixtures
        self._seed = seed
        self._conversation: Conversation | None = None
        self._generation = 0
        self._load_report: LoadReport | None = None
        self._load_fault: StudentFault | None = None
        self._printed = bytearray()
        self._muted = False

    def __enter__(self) -> Session:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.drop()

    @property
    def loaded(self) -> LoadReport:
        """What loading left behind, loading now if need be.

        Raises StudentFault if the file ended, hung or crashed its process.
        """
        if self._load_report is None:
            self._ready()
        assert self._load_report is not None
        return self._load_report

    @property
    def output(self) -> str:
        """What the student's code printed so far, cut to ``limits.output_chars``."""
        text = bytes(self._printed).decode("utf-8", "replace")
        room = self._limits.output_chars
        return text if len(text) <= room else text[:room] + "\n[... cut here]"

    def get_ready(self) -> None:
        """Have a worker that has loaded the file. Raises StudentFault if there can be none."""
        self._ready()

    def begin_check(self, limits: Limits) -> None:
        """Give the next check its whole budget."""
        self._budget = Budget(limits)
        if self._conversation is not None and self._conversation.alive:
            self._budget.follow(self._conversation.clocks)

    def drop(self) -> None:
        """Kill the worker now."""
        if self._conversation is not None:
            self._conversation.end()
            self._conversation = None

    def holds(self, value: Remote) -> bool:
        """Whether the worker that has this value lives."""
        alive = self._conversation is not None and self._conversation.alive
        return alive and value._generation == self._generation

    def ask(self, operation: str, arguments: Mapping[str, Any], label: str | None) -> Value:
        """Have the worker do an operation; ``label`` names a Remote that comes of it."""
        ((answer,),) = self.ask_all([[Request(operation, arguments, label)]])
        return _value(answer)

    def ask_all(
        self, sections: Sequence[Sequence[Request]]
    ) -> Iterator[list[Answer | StudentFault]]:
        """Have the worker do several things; see Conversation.ask."""
        return self._ask(self._ready(), sections, self._budget)

    def call(
        self,
        function: Remote,
        args: Sequence[Any],
        kwargs: Mapping[str, Any],
        *,
        keep: bool = False,
        count: bool = False,
    ) -> Value:
        """Call a function or class of the worker."""
        try:
            parts = call_parts(function, args, kwargs, keep=keep, count=count)
            return self.ask("call", parts, None)
        except StudentFault as fault:
            explain_misfit(fault, function._label, args, kwargs)
            raise

    def explain_missing(self, fault: StudentFault) -> None:
        """Say what kept a name of the student's file from being defined, if that is known."""
        problem = next((found for found in self.loaded.problems if found.before), None)
        if fault.kind != "missing" or problem is None:
            return
        fault.text += f": {problem.where} raised {problem.type}: {problem.message}"
        fault.type_name, fault.where, fault.hint = problem.type, problem.where, problem.hint

    def _ask(
        self, conversation: Conversation, sections: Sequence[Sequence[Request]], budget: Budget
    ) -> Iterator[list[Answer | StudentFault]]:
        remotes = [[partial(self._remote, each.label) for each in section] for section in sections]
        try:
            for answers in conversation.ask(sections, budget, remotes, self._leaf):
                self.student.last = answers[-1].record
                yield answers
        except StudentFault as fault:
            self.student.last = fault.record
            raise

    def _ask_one(self, conversation: Conversation, request: Request, budget: Budget) -> Value:
        ((answer,),) = self._ask(conversation, [[request]], budget)
        return _value(answer)

    def _remote(self, label: str | None, handle: int, kind: str) -> Remote:
        return Remote(self, self._generation, handle, kind, label or kind)

    def _leaf(self, value: Any) -> wire.Node:
        if value is MODULE:
            return f"r{wire.MODULE} "
        if isinstance(value, Method):
            return f"{self._leaf(value.on).partition(' ')[0]} {value.name}"
        if isinstance(value, Later):
            return self._leaf(value.value) if value.done else f"r{wire.LATER + value.place} "
        if not isinstance(value, Remote):
            raise TypeError(f"a {type(value).__name__} cannot be sent to a worker")
        if value._session is not self or value._generation != self._generation:
            text = f"{value._label} was lost when your code's process ended"
            raise Lost("crashed", text)
        return f"r{value._handle} {value._method}"

    def _ready(self) -> Conversation:
        """The worker, with the student's source loaded."""
        if self._load_fault is not None:
            raise self._load_fault
        try:
            self._budget.wait_s()
        except OverrunError as overrun:
            raise overran(overrun, self._budget.limits) from None
        if self._conversation is None or not self._conversation.alive:
            self._begin()
        assert self._conversation is not None
        return self._conversation

    def _begin(self) -> None:
        """Start a worker and load the source, on a budget of its own."""
        conversation = self._conversation = self._hire(self._print)
        self._generation += 1
        conversation.greet()
        budget = Budget(self._limits)
        budget.follow(conversation.clocks)
        self._run_fixtures(conversation, budget)
        self._muted = self._load_report is not None  # the student saw once what the file prints
        try:
            self._load_report = self._load(conversation, budget)
        except StudentFault as fault:
            self._load_fault = fault  # it may have taken long; no check tries that again
            raise
        finally:
            self._muted = False
        self._budget.follow(conversation.clocks)

    def _run_fixtures(self, conversation: Conversation, budget: Budget) -> None:
        if not self._fixtures:
            return
        try:
            code = compiled(self._fixtures)
        except (SyntaxError, ValueError) as error:
            told = f"the fixtures of {self._source.exercise} are not Python: {error}"
            raise GraderFault(told) from error
        request = Request("run_fixtures", {"code": code})
        try:
            told = self._ask_one(conversation, request, budget)
        except StudentFault as fault:  # no student's code has run in this worker yet
            raise GraderFault(f"the fixtures of {self._source.exercise} fail: {fault}") from fault
        if not isinstance(told, dict):
            raise GraderFault(f"the fixtures of {self._source.exercise} cannot be asked for")
        self._meet("fixture", told)

    def _load(self, conversation: Conversation, budget: Budget) -> LoadReport:
        cells = self._source.cells
        arguments = {
            "path": self._source.path,
            "cells": None if cells is None else list(cells),
            "seed": self._seed,
            "imports": None if self._source.imports is None else list(self._source.imports),
        }
        request = Request("load", arguments)
        told = self._ask_one(conversation, request, budget)
        report = load_report(told)
        self._meet("attribute", told["names"])
        return report

    def _meet(self, operation: str, named: Mapping[str, Value]) -> None:
        """Take note of what a worker has under these names, so that nobody has to ask."""
        for name, value in named.items():
            if isinstance(value, Remote):
                known = self._remote(name, value._handle, value._type)
                self.student._remember(operation, name, known)

    def _print(self, data: bytes) -> None:
        if self._muted:
            return
        room = 4 * self._limits.output_chars + 4 - len(self._printed)
        self._printed += data[: max(0, room)]


@lru_cache(maxsize=64)
def compiled(fixtures: str) -> bytes:
    """A judge's own code, compiled once for all workers, which run the same Python.

    Raises SyntaxError or ValueError if it is none.
    """
    return marshal.dumps(compile(fixtures, "<fixtures>", "exec", dont_inherit=True))


def _value(answer: Answer | StudentFault) -> Value:
    if isinstance(answer, StudentFault):
        raise answer
    return answer.value


def load_report(told: Any) -> LoadReport:
    """The worker's word on loading, checked."""
    match told:
        case {"names": dict(names), "problems": list(problems), "remarks": list(remarks)}:
            if all(isinstance(text, str) for text in (*names, *remarks)):
                return LoadReport(
                    frozenset(name for name in names if len(name) <= MAX_CHARS),
                    tuple(_problem(problem) for problem in problems[:MAX_PROBLEMS]),
                    tuple(remark[:MAX_CHARS] for remark in remarks[:MAX_PROBLEMS]),
                )
    raise StudentFault("bad-reply", "your code interfered with loading it")


def _problem(told: Any) -> Problem:
    match told:
        case {
            "where": str(where),
            "type": str(kind),
            "message": str(message),
            "hint": (str() | None) as hint,
            "before": bool(before),
        }:
            where, kind, message = (text[:MAX_CHARS] for text in (where, kind, message))
            return Problem(where, kind, message, hint and hint[:MAX_CHARS], before)
    raise StudentFault("bad-reply", "your code interfered with loading it")
