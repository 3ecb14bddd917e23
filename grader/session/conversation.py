"""Questions to one worker, and its answers after they have been checked.

A worker runs a stranger's code, so every byte of an answer is taken for hostile: what
breaks the wire's rules costs the worker its life and the check its points, nothing more.
"""

from __future__ import annotations

import signal
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from .budget import Budget, Clocks, OverrunError
from .channel import Channel, HungUpError, Patience
from .exchange import Answer, MakeRemote, Request, read_replies
from .faults import FORGED, GraderFault, StudentFault
from .limits import Limits
from .processes import Process
from .scratch import Scratch
from .worker import wire
from .worker.decoding import Decoder
from .worker.encoding import Encoder

if TYPE_CHECKING:
    from grader.intake.files import SubmittedBytes

STARTING = Limits(cpu_s=60.0, wall_s=60.0)
MAX_THREADS = 200
GRACE_S = 1.0
"""How long a worker that hung up may take to finish dying, so that we learn of what."""

SIGNALS: dict[int, str] = {
    signal.SIGSEGV: "segmentation fault",
    signal.SIGABRT: "aborted",
    signal.SIGFPE: "arithmetic fault",
    signal.SIGILL: "illegal instruction",
    signal.SIGTERM: "terminated",
}


class Watchful:
    """A budget that also looks now and then at what the kernel does not bound."""

    def __init__(self, budget: Budget, scratch: Scratch, process: Process) -> None:
        self._budget, self._scratch, self._process = budget, scratch, process

    def wait_s(self) -> float:
        """See Patience."""
        if self._scratch.is_due():
            if self._scratch.overflows(self._process.unlinked):
                raise OverrunError("disk")
            if self._process.threads() > MAX_THREADS:
                raise OverrunError("threads")
        return self._budget.wait_s()


class Conversation:
    """One worker, from its first word to its end. Never a second question before the answer."""

    def __init__(
        self, channel: Channel, process: Process, limits: Limits, scratch: Scratch
    ) -> None:
        self._channel = channel
        self._process = process
        self._scratch = scratch
        self._limits = limits
        self._room = limits.reply_mb << 20
        self._parts: dict[str, bool] | None = None
        self._number = 0
        self.alive = True
        self.clocks: Clocks = process

    def greet(self) -> dict[str, bool]:
        """Wait for the worker to be ready; which parts of its confinement hold.

        No student's code runs before, so the student's limits are not charged for it.
        """
        if self._parts is None:
            self._parts = self._greeting()
        return self._parts

    def _greeting(self) -> dict[str, bool]:
        try:
            header, payload = self._receive(Budget(STARTING), self._room)
        except (HungUpError, OverrunError, wire.ViolationError, wire.TooBigError) as error:
            self.end()
            raise GraderFault(f"a worker did not start: {type(error).__name__}") from error
        if "failed" in header:
            self.end()
            raise GraderFault(f"a worker did not start: {header['failed']}")
        parts = Decoder(payload, _no_remote).value(header["value"])
        return {str(name): bool(held) for name, held in parts.items()}

    def takes_on(
        self, files: Sequence[SubmittedBytes], limits: Limits, sink: Callable[[bytes], None]
    ) -> bool:
        """Give a worker that knows no submission yet these files, unless its bounds are others.

        What it prints goes to ``sink`` from now on.
        """
        looser = limits.cpu_s <= self._limits.cpu_s
        if not self.alive or not looser or _bounds(limits) != _bounds(self._limits):
            return False
        self._scratch.add(files)
        self._channel.redirect(sink)
        return True

    def ask(
        self,
        sections: Sequence[Sequence[Request]],
        budget: Budget,
        remotes: Sequence[Sequence[MakeRemote]],
        leaf: Callable[[Any], wire.Node],
    ) -> Iterator[list[Answer | StudentFault]]:
        """Have the worker do some things, one after another; the answers to each section.

        The rest of a section is left out once something in it fails or stops it. ``remotes``
        make the stand-ins for values that stay in the worker, ``leaf`` gives the node of such a
        stand-in. Raises the student's fault in the section that the worker does not survive.
        """
        self._number += 1
        frame = self._message(sections, leaf)
        room = self._room
        patience = Watchful(budget, self._scratch, self._process)
        try:
            if not self._channel.idle():
                raise wire.ViolationError("an answer that nobody asked for")
            self._channel.send(frame, patience)
            for section, makers in enumerate(remotes):
                header, payload = self._receive(patience, room)
                room -= len(payload)
                self._channel.drain()
                yield read_replies(header, payload, [self._number, section], makers)
        except OverrunError as overrun:
            self.end()
            raise overran(overrun, budget.limits) from None
        except HungUpError:
            raise _ending(self.end(GRACE_S), budget.limits) from None
        except wire.TooBigError as error:
            self.end()
            raise StudentFault("too-big", f"the result is too large: {error}") from None
        except wire.ViolationError:
            self.end()
            raise StudentFault("bad-reply", FORGED) from None
        except BaseException:  # interrupted: the answer may be half read
            self.end()
            raise

    def ask_plain(self, operation: str, arguments: Mapping[str, Any], limits: Limits) -> Any:
        """Ask for plain data, with plain data, on a budget of its own."""
        budget = Budget(limits)
        budget.follow(self.clocks)
        request = Request(operation, arguments)
        ((answer,),) = self.ask([[request]], budget, [[_no_remote]], _no_leaf)
        if isinstance(answer, StudentFault):
            raise answer
        return answer.value

    def _message(
        self, sections: Sequence[Sequence[Request]], leaf: Callable[[Any], wire.Node]
    ) -> bytes:
        asked, payloads = [], []
        try:
            for section in sections:
                encoder = Encoder(leaf, 1 << 40)
                requests = [
                    [each.operation, {k: encoder.node(v) for k, v in each.arguments.items()}]
                    for each in section
                ]
                payloads.append(encoder.payload)
                asked.append([len(payloads[-1]), requests])
            return wire.frame({"id": self._number, "ask": asked}, b"".join(payloads))
        except (wire.NotPlainError, wire.TooBigError):  # what the judge makes up is small
            text = "a value that your code returned is too large or too deep to be passed on"
            raise StudentFault("too-big", text) from None

    def end(self, grace_s: float = 0.0) -> int | None:
        """Kill the worker; its exit code if it had ended by itself within the grace."""
        if not self.alive:
            return None
        self.alive = False
        try:
            return self._process.end(grace_s)
        finally:
            self._channel.close()
            self._scratch.remove()

    def _receive(self, patience: Patience, room: int) -> tuple[wire.Node, bytes]:
        head = self._channel.receive(wire.HEAD.size, patience)
        header, payload = wire.lengths(head, room)
        text = self._channel.receive(header, patience)
        return wire.parse(text), self._channel.receive(payload, patience)


def _bounds(limits: Limits) -> tuple[int, int, int]:
    """What a worker is held to from its start on, beside CPU time."""
    return limits.memory_mb, limits.file_mb, limits.reply_mb


def _no_remote(handle: int, kind: str) -> Any:
    raise wire.ViolationError("no value can stay behind here")


def _no_leaf(value: Any) -> wire.Node:
    raise TypeError(f"a {type(value).__name__} cannot be sent to a worker")


def overran(overrun: OverrunError, limits: Limits) -> StudentFault:
    """The student's fault of having used up a limit."""
    if overrun.clock == "disk":
        return StudentFault("too-big", f"your code wrote more than {limits.file_mb} MB of files")
    if overrun.clock == "threads":
        return StudentFault("too-big", f"your code started more than {MAX_THREADS} threads")
    if overrun.clock == "cpu":
        text = f"your code was still computing after {limits.cpu_s:g} s"
        return StudentFault("timeout", text, hint="Look for a loop that never ends.")
    text = f"your code was still waiting after {limits.wall_s:g} s"
    return StudentFault("timeout", text, hint="Delete sleep(), input() and the like.")


def _ending(code: int | None, limits: Limits) -> StudentFault:
    """Why a worker hung up."""
    if code is None or code == wire.BROKEN:
        return StudentFault("bad-reply", FORGED)
    if code >= 0:
        text = f"your code ended the Python process (exit code {code})"
        return StudentFault("crashed", text, hint="Delete calls of exit(), quit() and os._exit().")
    if -code == getattr(signal, "SIGXCPU", None):
        return StudentFault("timeout", f"your code computed for more than {limits.cpu_s:g} s")
    if -code == getattr(signal, "SIGKILL", None):
        return StudentFault("memory", "your code was stopped by the system, most likely for memory")
    if -code == getattr(signal, "SIGSYS", None):
        return StudentFault("crashed", "your code asked the system for something not allowed here")
    name = SIGNALS.get(-code, f"signal {-code}")
    return StudentFault("crashed", f"your code crashed the Python process ({name})")
