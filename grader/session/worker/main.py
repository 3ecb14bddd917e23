"""Turns a fresh process into a worker (or into a zygote that forks workers)."""

from __future__ import annotations

import contextlib
import gc
import itertools
import os
import signal
import sys
import tempfile
from collections.abc import Sequence
from importlib import import_module
from importlib.machinery import PathFinder
from typing import Any

import numpy as np

from . import chance, confinement, wire
from .installed import hide_unreadable
from .operations import Operations
from .readable import readable_paths
from .serving import Server

LAST_DESCRIPTOR = 1024
LAZY_NUMPY = ("random", "fft", "linalg")
STANDARD = ("copy", "dataclasses", "linecache", "tokenize", "traceback", "typing")
"""What nearly every exception or submission needs, and would load from disk each time."""
leave = os._exit
"""Bound before a student's code can replace it."""


def preload(role: str, names: Sequence[str]) -> None:
    """Import what workers will need, while nobody waits for it."""
    if role == "zygote":
        import_module(f"{__package__}.forks")
    for name in LAZY_NUMPY:
        getattr(np, name)
    tempfile.tempdir = os.getcwd()  # matplotlib may want one; the parent deletes this folder
    for name in (*STANDARD, *names):
        with contextlib.suppress(ImportError):  # who needs it will be told so
            import_module(name)
    if "matplotlib.pyplot" in names:
        with contextlib.suppress(Exception):
            _make_figure()
    # Python fills its caches of folders, and NumPy its generators, at first use.
    PathFinder.find_spec("no_such_module")
    chance.fix(0)


def _make_figure() -> None:
    """The first figure costs a multiple of the second. No text is laid out: fonts stay open."""
    plt = import_module("matplotlib.pyplot")
    figure, axes = plt.subplots()
    axes.plot([1, 2], [1, 2], label="line")
    axes.bar([1, 2], [1, 2])
    axes.set_yscale("log")
    axes.set_xticks([1, 2])
    axes.legend()
    plt.close(figure)


def run(job: dict[str, Any]) -> None:
    """Live as the zygote or worker that ``job`` asks for; never returns."""
    # Ctrl-C is for the parent, which ends its workers itself.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        if job["role"] == "zygote":
            gc.freeze()
            sys.modules[f"{__package__}.forks"].Zygote(job).run()
        else:
            devoted(job, *_spawned_descriptors())
    except BaseException:
        sys.excepthook(*sys.exc_info())
        os._exit(1)
    os._exit(0)


def _spawned_descriptors() -> tuple[int, int]:
    """Move the pipes off the standard descriptors, which become null and the output."""
    requests, replies = os.dup(0), os.dup(1)
    null = os.open(os.devnull, os.O_RDONLY)
    os.dup2(null, 0)
    os.dup2(2, 1)
    os.close(null)
    return requests, replies


def devoted(
    job: dict[str, Any],
    requests: int,
    replies: int,
    prepared: confinement.Prepared | None = None,
) -> None:
    """Become the worker of one session: confined, then serving. Never returns.

    A worker that serves is ended by the parent. One that stops by itself was tampered with
    by the student's code, and what our own code would say of that is no help to anybody.
    """
    try:
        server = _server(job, requests, replies, prepared)
    except BaseException as error:
        text = wire.printable(f"{type(error).__name__}: {error}")
        os.write(replies, wire.frame({"id": 0, "failed": text}))
        leave(1)
    depart, code = leave, wire.BROKEN  # not even our modules' globals are safe from now on
    try:
        server.serve()
    finally:
        depart(code)


def _server(
    job: dict[str, Any], requests: int, replies: int, prepared: confinement.Prepared | None
) -> Server:
    """Lock this process up and greet the parent."""
    scratch, limits = job["scratch"], job["limits"]
    os.chdir(scratch)
    for name in ("HOME", "TMPDIR", "TEMP", "TMP"):  # update() would ask what a mapping is
        os.environ[name] = scratch
    tempfile.tempdir = scratch
    sys.path.append(scratch)
    parts = _confined(job, prepared)
    hide_unreadable()
    _close_others(requests, replies)
    _open_streams()
    server = Server(requests, replies, Operations(scratch), limits["reply_mb"] << 20)
    held = [[f"'{name}", held] for name, held in parts.items()]
    server.send(wire.frame({"id": 0, "value": {"d": held}}))
    return server


def _confined(job: dict[str, Any], prepared: confinement.Prepared | None) -> dict[str, bool]:
    """Lock this process up, then bound it: setting up the lock needs descriptors of its own."""
    limits = job["limits"]
    readable = () if prepared or job["wanted"] != "full" else readable_paths(job["packages"])
    parts = confinement.confine(job["scratch"], readable, job["wanted"], prepared)
    return parts | confinement.limit_resources(
        limits["cpu_total_s"], limits["memory_mb"], limits["file_mb"]
    )


def _close_others(*kept: int) -> None:
    """Close every inherited descriptor but the standard ones and those named."""
    if os.name == "posix":
        edges = [2, *sorted(set(kept)), LAST_DESCRIPTOR]
        for low, high in itertools.pairwise(edges):
            os.closerange(low + 1, high)


def _open_streams() -> None:
    """Fresh standard streams whose lines leave at once, so that output keeps its order."""
    sys.stdin = os.fdopen(0, encoding="utf-8", closefd=False)
    for name, descriptor in (("stdout", 1), ("stderr", 2)):
        stream = os.fdopen(
            descriptor, "w", buffering=1, encoding="utf-8", errors="backslashreplace", closefd=False
        )
        setattr(sys, name, stream)
        setattr(sys, f"__{name}__", stream)
