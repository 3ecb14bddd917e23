"""Prints what confinement costs a worker: CPU milliseconds in the child, median and minimum.

python tests/confinement/benchmark.py
"""

from __future__ import annotations

import gc
import os
import statistics
import struct
import tempfile
import time
from collections.abc import Callable

from grader.session.worker import confinement, kernel, landlock, seccomp
from grader.session.worker.readable import readable_paths

REPEATS = 40


def in_children(act: Callable[[], object]) -> list[float]:
    """CPU milliseconds of ``act``, each in a fresh fork."""
    return [_in_child(act) for _ in range(REPEATS)]


def _in_child(act: Callable[[], object]) -> float:
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        kernel.prctl(kernel.PR_SET_NO_NEW_PRIVS, 1)  # what the other parts ask for
        start = time.process_time()
        act()
        os.write(writing, struct.pack("d", time.process_time() - start))
        os._exit(0)
    os.close(writing)
    with os.fdopen(reading, "rb") as pipe:
        (seconds,) = struct.unpack("d", pipe.read())
    os.waitpid(child, 0)
    return float(seconds) * 1e3


def main() -> None:
    """Measure each part and all together."""
    import numpy as np

    np.ones(1)
    start = time.process_time()
    readable = readable_paths(())
    with tempfile.TemporaryDirectory() as ground:
        prepared = confinement.prepare(readable, ground)
        print(f"once, {len(readable)} paths: {(time.process_time() - start) * 1e3:.2f} ms")
        gc.freeze()
        assert prepared.filter is not None
        assert prepared.locks is not None
        program, locks = prepared.filter, prepared.locks
        scratch = os.path.join(ground, "scratch")
        os.mkdir(scratch)
        parts: dict[str, Callable[[], object]] = {
            "nothing": lambda: None,
            "limits": lambda: confinement.limit_resources(10, 1024, 16),
            "capabilities": confinement.drop_capabilities,
            "Landlock": lambda: landlock.restrict(locks, scratch),
            "seccomp": lambda: seccomp.load(program, os.getpid()),
            "all": lambda: confinement.confine(scratch, (), "full", prepared),
        }
        for name, act in parts.items():
            times = in_children(act)
            print(f"{name:14}{statistics.median(times):6.2f} ms, at best {min(times):.2f}")


if __name__ == "__main__":
    main()
