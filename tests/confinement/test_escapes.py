"""Ways out of a worker, each tried from a real confined child, and from an unconfined one."""

from __future__ import annotations

import ctypes
import os
import resource
import signal
import socket
import struct
import subprocess
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from grader.session.worker import confinement, kernel, landlock

pytestmark = pytest.mark.skipif(
    landlock.version() == 0 or kernel.machine() not in ("x86_64", "aarch64"),
    reason="this kernel has no Landlock, or the machine no system-call table",
)

ESCAPES: dict[str, Callable[[Any], object]] = {}


def escape(attempt: Callable[[Any], object]) -> Callable[[Any], object]:
    """Register a way out: it raises OSError when held and harms nothing when not."""
    ESCAPES[attempt.__name__] = attempt
    return attempt


def raw(x86_64: int, aarch64: int, *arguments: int) -> int:
    number = x86_64 if kernel.machine() == "x86_64" else aarch64
    libc = ctypes.CDLL(None, use_errno=True)
    result = libc.syscall(*(ctypes.c_long(value) for value in (number, *arguments)))
    if result == -1:
        raise OSError(ctypes.get_errno(), "refused")
    return int(result)


def libc(function: str, *arguments: Any) -> int:
    result = getattr(ctypes.CDLL(None, use_errno=True), function)(*arguments)
    if result == -1:
        raise OSError(ctypes.get_errno(), function)
    return int(result)


# Files that are not the worker's


@escape
def read_file(world):
    with open(world.canary) as file:
        file.read()


@escape
def list_folder(world):
    os.listdir(world.outside)


@escape
def list_above_the_scratch(world):
    os.listdir("..")


@escape
def read_the_grader(world):
    with open(confinement.__file__) as file:
        file.read()


@escape
def read_accounts(world):
    with open("/etc/passwd") as file:
        file.read()


@escape
def append_to_file(world):
    with open(world.canary, "a"):
        pass


@escape
def truncate_by_path(world):
    os.truncate(world.canary, 6)


@escape
def truncate_while_reading(world):
    os.close(os.open(world.canary, os.O_RDONLY | os.O_TRUNC))
    with open(world.canary, "w") as file:
        file.write("secret")


@escape
def truncate_numpy(world):
    """O_RDONLY|O_TRUNC on a file that may be read; refused before anything is opened."""
    import numpy as np

    folder = os.path.dirname(np.__file__)
    os.close(os.open(os.path.join(folder, "no-such-file"), os.O_RDONLY | os.O_TRUNC))


@escape
def open_for_control_only(world):
    os.close(os.open(world.canary, 3))


@escape
def create_file(world):
    path = os.path.join(world.outside, "created")
    with open(path, "w"):
        os.unlink(path)


@escape
def create_in_shared_memory(world):
    path = f"/dev/shm/escape-{os.getpid()}"
    with open(path, "w"):
        os.unlink(path)


@escape
def make_folder(world):
    path = os.path.join(world.outside, "folder")
    os.mkdir(path)
    os.rmdir(path)


@escape
def remove_file(world):
    os.unlink(world.canary)
    with open(world.canary, "w") as file:
        file.write("secret")


@escape
def move_file_in(world):
    os.rename(world.canary, "taken")
    os.rename("taken", world.canary)


@escape
def hard_link(world):
    os.link(world.canary, "link")
    os.unlink("link")


@escape
def symbolic_link(world):
    os.symlink(world.canary, "symlink")
    os.unlink("symlink")


@escape
def named_pipe(world):
    os.mkfifo("fifo")
    os.unlink("fifo")


@escape
def open_victims_memory(world):
    os.close(os.open(f"/proc/{world.victim}/mem", os.O_RDONLY))


@escape
def read_own_maps(world):
    with open("/proc/self/maps") as file:
        file.read()


@escape
def extended_attribute(world):
    os.setxattr(world.canary, "user.escape", b"1")
    os.removexattr(world.canary, "user.escape")


@escape
def change_owner(world):
    os.chown(world.canary, os.geteuid(), -1)


@escape
def lock_a_shared_file(world):
    import fcntl

    import numpy as np

    with open(np.__file__) as file:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)


@escape
def watch_files(world):
    os.close(libc("inotify_init"))


# The network


@escape
def tcp_socket(world):
    socket.socket(socket.AF_INET, socket.SOCK_STREAM).close()


@escape
def udp_socket(world):
    socket.socket(socket.AF_INET, socket.SOCK_DGRAM).close()


@escape
def ipv6_socket(world):
    socket.socket(socket.AF_INET6, socket.SOCK_STREAM).close()


@escape
def unix_socket(world):
    socket.socket(socket.AF_UNIX, socket.SOCK_STREAM).close()


@escape
def netlink_socket(world):
    socket.socket(socket.AF_NETLINK, socket.SOCK_RAW).close()


@escape
def socket_pair(world):
    for end in socket.socketpair():
        end.close()


# Other programs and processes


@escape
def fork(world):
    child = os.fork()
    if child == 0:
        os._exit(0)
    os.waitpid(child, 0)


@escape
def clone_without_thread(world):
    child = raw(56, 220, signal.SIGCHLD, 0, 0, 0, 0)
    if child == 0:
        os._exit(0)
    os.waitpid(child, 0)


@escape
def clone3(world):
    arguments = bytearray(struct.pack("=8Q", 0, 0, 0, 0, signal.SIGCHLD, 0, 0, 0))
    child = raw(435, 435, kernel.address(arguments), len(arguments))
    if child == 0:
        os._exit(0)
    os.waitpid(child, 0)


@escape
def spawn(world):
    os.waitpid(os.posix_spawn("/bin/true", ["true"], {}), 0)


@escape
def run_a_program(world):
    subprocess.run(["/bin/true"], check=False)


@escape
def replace_the_program(world):
    os.execv("/no/such/program", ["program"])


@escape
def execute_a_descriptor(world):
    raw(322, 281, 0, 0, 0, 0, 0)


@escape
def signal_the_victim(world):
    os.kill(world.victim, 0)


@escape
def signal_the_parent(world):
    os.kill(os.getppid(), 0)


@escape
def signal_everyone(world):
    os.kill(-1, 0)


@escape
def signal_own_group(world):
    os.killpg(0, 0)


@escape
def signal_a_thread(world):
    raw(234, 131, world.victim, world.victim, 0)


@escape
def signal_any_thread(world):
    raw(200, 130, world.victim, 0)


@escape
def queue_a_signal(world):
    information = bytearray(struct.pack("=3i", 0, 0, -1).ljust(128, b"\0"))
    raw(129, 138, world.victim, 0, kernel.address(information))


@escape
def open_the_victim(world):
    os.close(raw(434, 434, world.victim, 0))


@escape
def become_owner_of_a_signal(world):
    import fcntl

    with open("owned", "w") as file:
        fcntl.fcntl(file, fcntl.F_SETOWN, world.victim)


@escape
def lease_a_file(world):
    import fcntl

    with open("leased", "w"):
        pass
    with open("leased") as file:
        fcntl.fcntl(file, fcntl.F_SETLEASE, fcntl.F_RDLCK)


@escape
def limit_the_victim(world):
    resource.prlimit(world.victim, resource.RLIMIT_CORE, (0, 0))


@escape
def slow_the_victim(world):
    os.setpriority(os.PRIO_PROCESS, world.victim, 0)


@escape
def pin_the_victim(world):
    os.sched_setaffinity(world.victim, os.sched_getaffinity(0))


@escape
def read_the_victims_clock(world):
    time.clock_gettime((~world.victim << 3) | 2)


@escape
def read_the_victims_memory(world):
    buffer = bytearray(8)
    vector = bytearray(struct.pack("=QQ", kernel.address(buffer), 8))
    raw(310, 270, world.victim, kernel.address(vector), 1, kernel.address(vector), 1, 0)


@escape
def trace_the_victim(world):
    ptrace_seize = 0x4206
    raw(101, 117, ptrace_seize, world.victim, 0, 0)


# The kernel's darker corners


@escape
def anonymous_memory_file(world):
    os.close(os.memfd_create("escape"))


@escape
def shared_memory_segment(world):
    segment = raw(29, 194, 0, 4096, 0o600)
    raw(31, 195, segment, 0, 0)


@escape
def semaphores(world):
    raw(66, 191, raw(64, 190, 0, 1, 0o600), 0, 0)


@escape
def message_queue(world):
    raw(71, 187, raw(68, 186, 0, 0o600), 0, 0)


@escape
def keyring(world):
    raw(250, 219, 0, -3 & 0xFFFFFFFF, 1)


@escape
def user_namespace(world):
    raw(272, 97, 0x10000000)


@escape
def io_uring(world):
    parameters = bytearray(256)
    os.close(raw(425, 425, 1, kernel.address(parameters)))


@escape
def userfaultfd(world):
    os.close(raw(323, 282, 1))


@escape
def performance_events(world):
    attributes = bytearray(struct.pack("=IIQ", 1, 112, 0).ljust(112, b"\0"))
    os.close(raw(298, 241, kernel.address(attributes), 0, -1, -1, 0))


@escape
def change_root(world):
    os.chroot(world.scratch)


@escape
def become_dumpable_again(world):
    libc("prctl", 4, 1, 0, 0, 0)


@escape
def regain_a_user(world):
    os.setuid(os.getuid())


@escape
def pipe_memory(world):
    os.pipe()


@escape
def change_the_personality(world):
    libc("personality", ctypes.c_ulong(0x0040000))


def attempts(world: Any) -> dict[str, str]:
    told = {}
    for name, attempt in ESCAPES.items():
        try:
            attempt(world)
            told[name] = "breach"
        except OSError as error:
            told[name] = type(error).__name__
    return told


@pytest.fixture(scope="module")
def confined_attempts(world):
    return world.confined(lambda: attempts(world)).value


@pytest.mark.parametrize("name", ESCAPES)
def test_a_confined_worker_does_not_escape(name, confined_attempts):
    assert confined_attempts[name] in ("PermissionError", "OSError")


def test_most_of_these_escapes_work_without_confinement(world):
    told = {name: world.free(lambda a=attempt: a(world)) for name, attempt in ESCAPES.items()}
    works = [name for name, outcome in told.items() if outcome.error is None]
    assert len(works) > 0.7 * len(ESCAPES), set(ESCAPES) - set(works)


@pytest.mark.parametrize("abi", [1, 2, 3, 4, 5, 6])
def test_older_kernels_hold_too(world, abi):
    if abi > landlock.usable_version():
        pytest.skip(f"this kernel has no Landlock ABI {abi}")
    locks = landlock.prepare(world.readable, str(Path(world.scratch).parent), abi)
    prepared = replace(world.prepare(), locks=locks)
    told = world.confined(lambda: attempts(world), prepared=prepared).value
    assert [name for name, result in told.items() if result == "breach"] == []


def test_pretended_changes_of_a_foreign_file_do_not_happen(world):
    before = os.stat(world.canary)

    def act():
        os.chmod(world.canary, 0)
        os.utime(world.canary, (1, 1))

    assert world.confined(act).error is None
    after = os.stat(world.canary)
    assert (after.st_mode, after.st_mtime) == (before.st_mode, before.st_mtime)


def test_a_foreign_calling_convention_ends_the_worker(world):
    if kernel.machine() != "x86_64":
        pytest.skip("only x86_64 has a second calling convention")
    outcome = world.confined(lambda: raw(0x40000000 + 39, 0))
    assert outcome.signal == signal.SIGSYS


def test_nothing_of_the_rules_stays_open(world):
    def act():
        found = []
        for descriptor in range(3, 700):
            try:
                os.fstat(descriptor)
                found.append(descriptor)
            except OSError:
                continue
        return found

    assert len(world.confined(act).value) == len(world.free(act).value)


def test_root_keeps_no_capability(world):
    def act():
        with open("/proc/self/status") as file:
            lines = dict(line.split(":\t", 1) for line in file if line.startswith("Cap"))
        return [name for name, value in lines.items() if int(value, 16)]

    kept = world.confined(act, wanted="process").value
    assert set(kept) <= ({"CapBnd"} if world.user else set())


def test_a_worker_dies_with_its_parent(world):
    reading, writing = os.pipe()

    def parent():
        os.close(reading)
        child = os.fork()
        if child == 0:
            confinement.confine(world.scratch, (), "process")
            os.write(writing, b"x")
            signal.pause()
        os.close(writing)
        signal.pause()

    middle = os.fork()
    if middle == 0:
        signal.alarm(30)
        try:
            parent()
        finally:
            os._exit(0)
    os.close(writing)
    with os.fdopen(reading, "rb", buffering=0) as pipe:
        assert pipe.read(1) == b"x"
        os.kill(middle, signal.SIGKILL)
        os.waitpid(middle, 0)
        assert pipe.read(1) == b""  # the last one who could write is gone
