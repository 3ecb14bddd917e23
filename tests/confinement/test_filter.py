"""The filter program, run in an interpreter of the kernel's filter language."""

from __future__ import annotations

import errno
import re
import struct
from pathlib import Path

import pytest

from grader.session.worker import seccomp, syscalls

PID = 4321
NAMES = {seccomp.ALLOW: "allow", seccomp.KILL_PROCESS: "kill"}
MACHINES = sorted(seccomp.ARCHITECTURES)
TABLES = {
    "allow": syscalls.ALLOWED,
    "pretend": syscalls.PRETENDED,
    "ENOTSUP": syscalls.UNSUPPORTED,
    "EPERM": syscalls.REFUSED,
    "checked": syscalls.CHECKED,
}
EVERY_TABLE = {name: numbers for table in TABLES.values() for name, numbers in table.items()}
LARGE = 0xFFFF_FFFF_FFFF_FFFF


def verdict(machine: str, number: int, *arguments: int, audit: int | None = None) -> str:
    """What the kernel would answer: "allow", "kill", "pretend" or the name of an errno."""
    program = list(struct.iter_unpack("=HBBI", programs[machine]))
    if audit is None:
        audit = seccomp.ARCHITECTURES[machine].audit
    padded = (*arguments, *[0] * (6 - len(arguments)))
    data = struct.pack("=IIQ6Q", number & 0xFFFFFFFF, audit, 0, *(a & LARGE for a in padded))
    answer = interpret(program, data)
    if answer in NAMES:
        return NAMES[answer]
    assert answer >> 16 == seccomp.FAIL >> 16
    return errno.errorcode[answer & 0xFFFF] if answer & 0xFFFF else "pretend"


def interpret(program: list[tuple[int, int, int, int]], data: bytes) -> int:
    at, accumulator = 0, 0
    while True:
        operation, if_true, if_false, constant = program[at]
        at += 1
        if operation == 0x20:
            accumulator = struct.unpack_from("=I", data, constant)[0]
        elif operation == 0x54:
            accumulator &= constant
        elif operation == 0x05:
            at += constant
        elif operation == 0x15:
            at += if_true if accumulator == constant else if_false
        elif operation == 0x35:
            at += if_true if accumulator >= constant else if_false
        elif operation == 0x06:
            return constant
        else:
            raise AssertionError(f"instruction {operation:#x} is not in the filter language")


def built(machine: str) -> bytes:
    program = seccomp.build(machine)
    assert program is not None
    return bytes(program.for_process(PID))


programs = {machine: built(machine) for machine in MACHINES}


def number_of(machine: str, name: str) -> int:
    number = EVERY_TABLE[name][seccomp.ARCHITECTURES[machine].column]
    if number is None:
        pytest.skip(f"{machine} has no {name}")
    return number


@pytest.mark.parametrize("machine", MACHINES)
def test_every_number_is_answered_as_the_tables_say(machine):
    column = seccomp.ARCHITECTURES[machine].column
    expected = {
        numbers[column]: answer
        for answer, table in TABLES.items()
        for name, numbers in table.items()
        if name not in seccomp.CHECKS
    }
    checked = {EVERY_TABLE[name][column] for name in seccomp.CHECKS}
    for number in [*range(1024), 0x3FFFFFFF]:
        for arguments in ((0,) * 6, (1,) * 6, (LARGE,) * 6):
            if number not in checked:
                assert verdict(machine, number, *arguments) == expected.get(number, "ENOSYS")


@pytest.mark.parametrize("machine", MACHINES)
def test_a_foreign_architecture_is_killed(machine):
    foreign = [arch.audit for name, arch in seccomp.ARCHITECTURES.items() if name != machine]
    for audit in (0, 0x40000003, 0x40000028, LARGE & 0xFFFFFFFF, *foreign):
        assert {verdict(machine, number, audit=audit) for number in range(600)} == {"kill"}


def test_the_x32_convention_is_killed():
    numbers = (0x40000000, 0x40000000 + 39, 0x40000000 + 520, 0x7FFFFFFF, -1)
    assert {verdict("x86_64", number) for number in numbers} == {"kill"}


CLONE_THREAD = 0x3D0F00  # what glibc's pthread_create asks for
PTHREAD_MUSL = 0x7D0F00
ALLOWED_ARGUMENTS = [
    ("clone", (CLONE_THREAD,)),
    ("clone", (PTHREAD_MUSL,)),
    ("kill", (PID, 9)),
    ("kill", (0xABCD_0000_0000_0000 | PID, 9)),  # a C int: the kernel drops the upper half
    ("tgkill", (PID, 77, 6)),
    ("tkill", (PID, 6)),
    ("prlimit64", (0, 7)),
    ("prlimit64", (PID, 7)),
    ("fcntl", (3, 0)),
    ("fcntl", (3, 1030)),
    ("ioctl", (1, 0x5401)),
    ("ioctl", (1, 0xFFFF_FFFF_802C_542A)),  # sign-extended by a C library
    ("prctl", (15,)),
    ("prctl", (16,)),
    ("open", (0, 0)),
    ("open", (0, 0o1101)),  # O_WRONLY|O_CREAT|O_TRUNC, which Landlock judges
    ("openat", (LARGE - 99, 0, 0o2000000)),
    ("openat", (LARGE - 99, 0, 0o1102)),
    ("clock_gettime", (0,)),
    ("clock_gettime", (3,)),
    ("clock_nanosleep", (1,)),
    ("close_range", (3, 9, 0)),
    ("close_range", (3, 9, 4)),
]
REFUSED_ARGUMENTS = [
    ("clone", (17,)),  # fork
    ("clone", (0x4111,)),  # vfork
    ("clone", (0,)),
    ("clone", (0x1_0000_0000 | CLONE_THREAD,)),
    ("clone", (0x1_0000_0000_0000 & LARGE,)),
    *(("clone", (CLONE_THREAD | bit,)) for bit in (1 << 17, *(1 << at for at in range(25, 31)))),
    ("clone", (CLONE_THREAD | 0x1000,)),
    *(("kill", (pid, 0)) for pid in (0, 1, PID - 1, PID + 1, -1, -PID, PID << 32)),
    *(("tgkill", (pid, PID, 0)) for pid in (0, 1, PID + 1, -1, PID << 32)),
    *(("tkill", (pid, 0)) for pid in (0, 1, PID + 1, -1)),
    *(("prlimit64", (pid, 0)) for pid in (1, PID + 1, -1)),
    # F_SETSIG, F_SETOWN, F_SETOWN_EX, F_SETLEASE, F_NOTIFY, F_SETPIPE_SZ, F_ADD_SEALS
    *(("fcntl", (3, command)) for command in (8, 10, 15, 1024, 1026, 1031, 1033, -1)),
    # TIOCSTI, TIOCLINUX, TIOCSCTTY, FIOASYNC, FIOSETOWN, FS_IOC_SETFLAGS
    *(("ioctl", (0, request)) for request in (0x5412, 0x541C, 0x540E, 0x5452, 0x8901, 0x40086602)),
    # PDEATHSIG, DUMPABLE, KEEPCAPS, SECCOMP, CAPBSET_DROP, NO_NEW_PRIVS, AMBIENT, MM, VMA names
    *(("prctl", (option,)) for option in (1, 4, 8, 22, 24, 28, 35, 38, 47, 0x59616D61, 0x53564D41)),
    ("open", (0, 3)),
    ("open", (0, 0o1000)),
    ("openat", (3, 0, 3)),
    ("openat", (3, 0, 0o1003)),
    ("openat", (3, 0, 0o2001000)),
    *(("clock_gettime", (clock,)) for clock in (32, -6, (~PID << 3) | 2)),
    ("clock_nanosleep", (-6,)),
    ("close_range", (3, 9, 2)),  # a table of descriptors of its own
    ("clone", (CLONE_THREAD & ~0x400,)),
]


@pytest.mark.parametrize("machine", MACHINES)
@pytest.mark.parametrize(("name", "arguments"), ALLOWED_ARGUMENTS)
def test_harmless_arguments_are_allowed(machine, name, arguments):
    assert verdict(machine, number_of(machine, name), *arguments) == "allow"


@pytest.mark.parametrize("machine", MACHINES)
@pytest.mark.parametrize(("name", "arguments"), REFUSED_ARGUMENTS)
def test_dangerous_arguments_are_refused(machine, name, arguments):
    assert verdict(machine, number_of(machine, name), *arguments) == "EPERM"


TIMES_OF = [("utime", 1), ("utimes", 1), ("futimesat", 2), ("utimensat", 2)]


@pytest.mark.parametrize("machine", MACHINES)
@pytest.mark.parametrize(("name", "at"), TIMES_OF)
def test_setting_times_is_pretended_but_touching_is_not(machine, name, at):
    number = number_of(machine, name)
    assert verdict(machine, number, *[1] * at, 0x7FFF_1234_5678) == "pretend"
    assert verdict(machine, number, *[1] * at, 0) == "EPERM"


def test_every_checked_call_has_a_case_of_both_kinds():
    for cases in (ALLOWED_ARGUMENTS, REFUSED_ARGUMENTS):
        assert {name for name, _ in cases} | {"clock_getres"} == set(syscalls.CHECKED)


def test_no_call_stands_in_two_tables():
    assert sum(len(table) for table in TABLES.values()) == len(EVERY_TABLE)
    for column in (0, 1):
        numbers = [n[column] for n in EVERY_TABLE.values() if n[column] is not None]
        assert len(numbers) == len(set(numbers))


@pytest.mark.parametrize("machine", ["", "i686", "riscv64", "armv7l"])
def test_other_machines_get_no_filter(machine):
    assert seccomp.build(machine) is None


HEADERS = {
    "x86_64": (
        "/usr/include/x86_64-linux-gnu/asm/unistd_64.h",
        "/usr/include/asm/unistd_64.h",
    ),
    "aarch64": ("/usr/include/asm-generic/unistd.h",),
}


@pytest.mark.parametrize("machine", MACHINES)
def test_the_numbers_are_those_of_the_kernel_headers(machine):
    header = next((path for path in map(Path, HEADERS[machine]) if path.exists()), None)
    if header is None:
        pytest.skip(f"no kernel header for {machine} here")
    text = header.read_text()
    found = re.findall(r"#define __NR(?:3264)?_(\w+)\s+(\d+)", text)
    numbers = {name: int(number) for name, number in found}
    if "newfstatat" not in numbers:  # its generic name
        numbers["newfstatat"] = numbers["fstatat"]
    column = seccomp.ARCHITECTURES[machine].column
    newest = max(numbers.values())
    for name, pair in EVERY_TABLE.items():
        number = pair[column]
        if number is None:
            assert re.search(rf"#define __NR_{name}\s+\d", text) is None, name
        elif number <= newest:
            assert numbers.get(name) == number, name
