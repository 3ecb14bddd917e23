"""What students' programs do all day still works in a confined worker."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from grader.session.worker import confinement, kernel, landlock

pytestmark = pytest.mark.skipif(
    landlock.version() == 0 or kernel.machine() not in ("x86_64", "aarch64"),
    reason="this kernel has no Landlock, or the machine no system-call table",
)

LOCKED = """
import os, sys
sys.path.insert(0, {grader!r})
from grader.session.worker import confinement, installed, readable
sys.path.remove({grader!r})
import numpy as np
{preload}
paths = readable.readable_paths(())
prepared = confinement.prepare(paths, os.path.dirname({scratch!r}))
os.chdir({scratch!r})
os.environ.update(HOME={scratch!r}, TMPDIR={scratch!r})
held = confinement.limit_resources(60, 1024, 16)
held |= confinement.confine({scratch!r}, paths, "full", prepared)
assert held["landlock"] and held["seccomp"], held
installed.hide_unreadable()
{program}
"""

PROGRAMS = {
    "linear_algebra": """
A = np.random.default_rng(1).normal(size=(120, 120))
A @ A; np.linalg.svd(A); np.linalg.eigh(A @ A.T); np.linalg.solve(A, A)
np.fft.fft(A); np.einsum("ij,jk->ik", A, A); np.random.seed(1); np.random.randn(3)
np.polynomial.Polynomial.fit([0, 1, 2], [1, 2, 5], 1); np.ma.masked_array([1], [0])
""",
    "arrays_on_disk": """
a = np.arange(6.0)
np.save("a.npy", a); np.savez("b.npz", a=a); np.savez_compressed("c.npz", a=a)
np.savetxt("d.txt", a); np.loadtxt("d.txt"); a.tofile("e"); np.fromfile("e")
assert (np.load("a.npy", mmap_mode="r") == np.load("b.npz")["a"]).all()
m = np.memmap("f", dtype=float, mode="w+", shape=(4,)); m[:] = 1; m.flush()
""",
    "threads": """
import threading
from concurrent.futures import ThreadPoolExecutor
done = []
t = threading.Thread(target=lambda: done.append(1)); t.start(); t.join()
with ThreadPoolExecutor(4) as pool:
    assert list(pool.map(abs, [-1, -2])) == [1, 2] and done == [1]
""",
    "files_in_the_scratch": """
import shutil, tempfile, pathlib, sqlite3, zipfile
with tempfile.TemporaryDirectory() as folder, tempfile.NamedTemporaryFile("w+") as file:
    file.write("x"); file.flush()
    shutil.copy(file.name, folder + "/copy"); shutil.copy2(file.name, folder + "/copy2")
with tempfile.TemporaryFile() as file: file.write(b"x")
os.makedirs("a/b"); os.rename("a/b", "c"); pathlib.Path("c/d").touch(); pathlib.Path("c/d").touch()
os.replace("c/d", "e"); shutil.rmtree("a"); assert sorted(os.listdir(".")) == ["c", "e"]
with sqlite3.connect("base") as base: base.execute("create table t (x)")
with zipfile.ZipFile("z.zip", "w") as z: z.write("e")
open("e", "w").truncate(3)
""",
    "standard_library": """
import statistics, decimal, hashlib, json, pickle, csv, dataclasses, typing, doctest, unittest
import timeit, cProfile, copy, itertools, functools, random, math, cmath, logging, argparse, ssl
import datetime, zoneinfo, secrets, uuid, platform, locale, ctypes, lzma, bz2, textwrap
hashlib.sha256(b"x").hexdigest(); secrets.token_bytes(4); random.random(); os.urandom(4)
datetime.datetime.now(zoneinfo.ZoneInfo("Europe/Berlin")); platform.platform(); uuid.uuid4()
import time; time.sleep(0.001); time.process_time(); time.thread_time(); os.cpu_count()
""",
    "silence": """
import contextlib
with open(os.devnull, "w") as null, contextlib.redirect_stdout(null):
    print("nobody hears")
""",
    "input_ends": """
sys.stdin = open(0)
try:
    input("name? ")
except EOFError:
    pass
else:
    raise AssertionError("input() returned")
""",
    "imports_after_changes": """
import importlib
importlib.invalidate_caches()
import colorsys, wave
open("own.py", "w").write("value = 3")
sys.path.append(".")
import own
assert own.value == 3
""",
    "crashes_end_the_process": """
import signal
signal.raise_signal(0); os.kill(os.getpid(), 0)
""",
    "matplotlib": """
import matplotlib
matplotlib.use("Agg")
import matplotlib.pyplot as plt
figure, axes = plt.subplots()
axes.semilogy([1, 10, 100]); axes.set_title("gradient flow"); axes.legend(["norm"])
for kind in ("png", "pdf", "svg"):
    plt.savefig("flow." + kind)
plt.show()
""",
}


def run_locked(program: str, scratch: Path, preload: str = "") -> subprocess.CompletedProcess[str]:
    package = str(Path(confinement.__file__).parents[3])
    code = LOCKED.format(grader=package, scratch=str(scratch), program=program, preload=preload)
    environment = {"OPENBLAS_NUM_THREADS": "1", "MPLBACKEND": "Agg", "PYTHONDONTWRITEBYTECODE": "1"}
    return subprocess.run(
        [sys.executable, "-c", code],
        env=environment,
        cwd="/",
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


@pytest.mark.parametrize("name", PROGRAMS)
def test_honest_programs_run(name, tmp_path):
    finished = run_locked(PROGRAMS[name], tmp_path)
    assert (finished.returncode, finished.stderr) == (0, "")


def test_matplotlib_imported_before_the_lock_draws(tmp_path):
    program = "plt.plot([1, 2]); plt.savefig('a.png'); plt.show(); assert os.path.getsize('a.png')"
    finished = run_locked(program, tmp_path, "import matplotlib.pyplot as plt")
    assert (finished.returncode, finished.stderr) == (0, "")


@pytest.mark.parametrize("package", ["click", "pytest", "hypothesis", "pip", "jsonschema"])
def test_other_installed_packages_cannot_be_read(package, tmp_path):
    program = f"""
try:
    import {package}
except (ImportError, PermissionError):
    pass
else:
    raise AssertionError("readable")
"""
    assert run_locked(program, tmp_path).stderr == ""


def test_too_much_memory_is_a_memory_error(tmp_path):
    program = "np.ones(300_000_000)"
    assert "MemoryError" in run_locked(program, tmp_path).stderr


def test_a_file_stops_growing_at_its_limit(tmp_path):
    program = "open('big', 'wb').write(bytes(17 << 20))"
    assert "File too large" in run_locked(program, tmp_path).stderr
    assert os.path.getsize(tmp_path / "big") <= 16 << 20


def test_descriptors_run_out(tmp_path):
    program = "files = [open('f', 'w') for _ in range(100)]"
    assert "Too many open files" in run_locked(program, tmp_path).stderr
