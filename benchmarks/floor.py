"""The least that grading a submission could cost: the student's own computing time.

The requests of a real grading are recorded. Then they are done again and again in one warm process,
in plain Python: the file is run, the same functions are called as often and with the same
arguments. No isolation, no messages, no judging. Only the student's code is timed: writing
parameters into its arrays and reading results is not.

What a new process costs on this machine is measured beside it: the same loop once more, with a
fork for each exercise from the process that is warm, and nothing else.
"""

from __future__ import annotations

import copy
import gc
import itertools
import json
import os
import resource
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, field, replace
from functools import partial
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np

from grader.grading.assignment import find_assignment
from grader.grading.submission import Prepared, grade_submission, prepare
from grader.session import Later, Launcher, Remote
from grader.session.conversation import Conversation
from grader.session.exchange import Request
from grader.session.proxies import MODULE
from grader.session.steps import Method
from grader.session.worker import wire
from grader.session.worker.operations import Kept, Operations, called
from grader.session.worker.serving import Server

SEED = 1


@dataclass(frozen=True, slots=True)
class Value:
    """What a request meant by a handle."""

    handle: int
    method: str


@dataclass(slots=True)
class Life:
    """All messages to one worker, in order; each holds requests."""

    messages: list[list[tuple[str, dict[str, Any]]]] = field(default_factory=list)

    @property
    def loads(self) -> bool:
        """Whether it ran a student's file."""
        return any(operation == "load" for each in self.messages for operation, _ in each)


def recorded(launcher: Launcher, prepared: Prepared, seed: int = SEED) -> list[Life]:
    """The requests of one grading, a list for each worker."""
    lives: dict[int, Life] = {}
    held: list[Conversation] = []  # so that no id comes up twice
    ask = Conversation.ask

    def noted(self: Conversation, sections: Sequence[Sequence[Request]], *args: Any) -> Any:
        held.append(self)
        life = lives.setdefault(id(self), Life())
        requests = itertools.chain.from_iterable(sections)
        life.messages.append([(each.operation, _plain(each.arguments)) for each in requests])
        return ask(self, sections, *args)

    Conversation.ask = noted  # type: ignore[method-assign]
    try:
        grade_submission(launcher, prepared, seed=seed)
    finally:
        Conversation.ask = ask  # type: ignore[method-assign]
    return [life for life in lives.values() if life.loads]


def _plain(value: Any) -> Any:
    """A copy with handles in place of what stands for values of the worker."""
    if value is MODULE:
        return Value(0, "")
    if isinstance(value, Method):
        return replace(_plain(value.on), method=value.name)
    if isinstance(value, Later):
        return _plain(value.value) if value.done else Value(wire.LATER + value.place, "")
    if isinstance(value, Remote):
        return Value(value._handle, value._method)
    if isinstance(value, (list, tuple)):
        return type(value)(_plain(item) for item in value)
    if isinstance(value, Mapping):
        return {key: _plain(item) for key, item in value.items()}
    return copy.deepcopy(value)


class Stopwatch:
    """CPU seconds of this process while the student's code ran."""

    def __init__(self) -> None:
        self.spent = 0.0

    def run(self, act: Callable[[], Any]) -> Any:
        """What ``act`` gives; None if the student's code fails."""
        started = time.process_time()
        try:
            return act()
        except BaseException:
            return None
        finally:
            self.spent += time.process_time() - started


@dataclass(frozen=True, slots=True)
class Floor:
    """CPU seconds of one submission, on average: the student's code, and what forks add."""

    student_s: float
    forks_s: float


def floor(lives: Sequence[Life], folder: Path, count: int) -> Floor:
    """Do all of these requests ``count`` times without forks, then with; ``folder`` has the files.

    Not in turn: after a fork, a process has to copy or reclaim each page that it writes to.
    """
    watch = Stopwatch()
    with _at(folder), np.errstate(), _silence():
        for life in lives:
            _live(life, Stopwatch())  # what is slow at first
        gc.freeze()
        alone = _spent(lives, count, partial(_live, watch=watch))
        forked = _spent(lives, count, _forked)
    return Floor(watch.spent / count, (forked - alone) / count)


def _spent(lives: Sequence[Life], count: int, act: Callable[[Life], None]) -> float:
    """CPU seconds of ``act``, here and in children."""
    spent = 0.0
    for life in itertools.chain.from_iterable(itertools.repeat(lives, count)):
        gc.collect()  # a worker never lives to clear up
        started = _clock()
        act(life)
        spent += _clock() - started
    return spent


def _clock() -> float:
    both = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(each.ru_utime + each.ru_stime for each in both)


def _forked(life: Life) -> None:
    child = os.fork()
    if child == 0:
        try:
            _live(life, Stopwatch())
        finally:
            os._exit(0)
    os.waitpid(child, 0)


def _live(life: Life, watch: Stopwatch) -> None:
    operations = Operations(os.getcwd())
    server = Server(-1, -1, operations, 64 << 20)  # keeps results under the same handles
    for message in life.messages:
        operations.results = []
        for operation, arguments in message:
            result = _done(operations, watch, operation, _meant(arguments, operations))
            operations.results.append(result.value if isinstance(result, Kept) else result)
            with suppress(Exception):
                server._encoded(result, 64 << 20)


def _done(operations: Operations, watch: Stopwatch, name: str, part: dict[str, Any]) -> Any:
    if name == "load":
        return _loaded(operations, watch, part)
    if name == "call":
        on, args, kwargs = part["on"], part["args"], part.get("kwargs", {})
        result = watch.run(lambda: on(*args, **kwargs))
        return Kept(result) if part.get("keep") or isinstance(on, type) else result
    if name == "train":
        return watch.run(
            lambda: _trained(part["on"], part["X"], part["y"], part["lr"], part["epochs"])
        )
    try:
        return getattr(operations, name)(**part)
    except Exception:
        return None


def _trained(network: Any, X: Any, y: Any, lr: float, epochs: int) -> None:
    for _ in range(epochs):
        network.forward(X)
        network.update(network.backward(y), lr)
    network.forward(X)


def _loaded(operations: Operations, watch: Stopwatch, part: dict[str, Any]) -> dict[str, Any]:
    module = ModuleType("submission")
    path = Path(part["path"])
    module.__dict__["__file__"] = str(path.resolve())
    texts = part["cells"] or [path.read_text(encoding="utf-8")]
    np.random.seed(part["seed"])
    for text in texts:
        watch.run(lambda: exec(compile(text, str(path), "exec"), module.__dict__))  # noqa: B023
    operations.shelf.put_module(module)
    return called(vars(module), sorted(name for name in vars(module) if name[:2] != "__"))


def _meant(value: Any, operations: Operations) -> Any:
    if isinstance(value, Value):
        return operations.value(value.handle, value.method)
    if isinstance(value, (list, tuple)):
        return type(value)(_meant(item, operations) for item in value)
    if isinstance(value, dict):
        return {key: _meant(item, operations) for key, item in value.items()}
    return value.copy() if isinstance(value, np.ndarray) else value


@contextmanager
def _at(folder: Path) -> Iterator[None]:
    before, path, modules = os.getcwd(), list(sys.path), set(sys.modules)
    os.chdir(folder)
    sys.path.insert(0, str(folder))
    try:
        yield
    finally:
        os.chdir(before)
        sys.path[:] = path
        for name in set(sys.modules) - modules:
            if getattr(sys.modules[name], "__file__", None) in {str(p) for p in folder.iterdir()}:
                del sys.modules[name]


@contextmanager
def _silence() -> Iterator[None]:
    out, err = sys.stdout, sys.stderr
    with open(os.devnull, "w") as nothing:
        sys.stdout = sys.stderr = nothing
        try:
            yield
        finally:
            sys.stdout, sys.stderr = out, err


def main() -> None:
    """Print the figures of one submission as JSON.

    ARGUMENTS: its folder, its assignment and how often to do it.
    """
    os.environ["MPLBACKEND"] = "Agg"
    folder, assignment = Path(sys.argv[1]).resolve(), find_assignment(sys.argv[2])
    with Launcher() as launcher:
        prepared = prepare(launcher, folder, assignment)
        lives = recorded(launcher, prepared)
    print(json.dumps(asdict(floor(lives, folder, int(sys.argv[3])))))


if __name__ == "__main__":
    main()
