"""The file-system lock (Landlock): what is named may be read, the scratch directory written.

Everything that is named is opened once, before workers are forked; each worker makes its own
ruleset from these descriptors, because a ruleset is shared by all who inherit it and one
worker's scratch directory must not become another's.
"""

from __future__ import annotations

import os
import stat
import struct
from collections.abc import Iterable
from dataclasses import dataclass

from . import kernel

_CREATE_RULESET, _ADD_RULE, _RESTRICT_SELF = 444, 445, 446  # the same on all architectures
_ASK_VERSION = 1
_PATH_BENEATH = 1
_QUIET = 1
"""From ABI 7: do not let a worker fill the machine's audit log with its refusals."""

WRITE_FILE, READ_FILE, READ_DIR, REMOVE_DIR, REMOVE_FILE = (1 << bit for bit in range(1, 6))
MAKE_DIR, MAKE_REG, REFER, TRUNCATE = (1 << bit for bit in (7, 8, 13, 14))

READ = READ_FILE | READ_DIR
LIST = READ_DIR
FILE_RIGHTS = READ_FILE | WRITE_FILE | TRUNCATE
SCRATCH = READ | WRITE_FILE | REMOVE_DIR | REMOVE_FILE | MAKE_DIR | MAKE_REG | REFER | TRUNCATE

FIRST_DESCRIPTOR = 64
"""Rules are kept open from this number on."""

_FILE_RIGHTS_BY_ABI = {1: 13, 2: 14, 3: 15, 4: 15, 5: 16}
_NEWEST_KNOWN = 7


@dataclass(frozen=True, slots=True)
class Rule:
    """An open path and, as the kernel reads it, what may be done at and below it.

    ``address`` is where ``attributes`` lies; both are kept because finding it takes longer
    than the call that needs it.
    """

    descriptor: int
    attributes: bytearray
    address: int


def version() -> int:
    """The Landlock ABI of the running kernel, 0 where there is none."""
    try:
        return kernel.call(_CREATE_RULESET, 0, 0, _ASK_VERSION)
    except OSError:
        return 0


def usable_version() -> int:
    """The newest ABI that both the kernel and this module know, 0 where there is none."""
    return min(version(), _NEWEST_KNOWN)


def open_rules(readable: Iterable[str], abi: int) -> tuple[Rule, ...]:
    """Open what may be read. Paths that do not exist are left out.

    A trailing "/" grants the names in a folder and below, not the contents of files.
    """
    rules = []
    for path in readable:
        try:
            descriptor = os.open(path, os.O_PATH | os.O_CLOEXEC)
        except (FileNotFoundError, NotADirectoryError, PermissionError):
            continue
        rights = _rights(path, descriptor)
        rules.append(_rule(_out_of_the_way(descriptor), rights & handled_rights(abi)))
        os.close(descriptor)
    return tuple(rules)


def _rule(descriptor: int, rights: int) -> Rule:
    attributes = bytearray(struct.pack("=Qi", rights, descriptor))
    return Rule(descriptor, attributes, kernel.address(attributes))


def _out_of_the_way(descriptor: int) -> int:
    """Move ``descriptor`` above the limit that a worker sets itself, so that it can open more."""
    import fcntl  # Windows has none, and imports this module all the same

    return fcntl.fcntl(descriptor, fcntl.F_DUPFD_CLOEXEC, FIRST_DESCRIPTOR)


def _rights(path: str, descriptor: int) -> int:
    if path == os.devnull:
        return FILE_RIGHTS  # programs silence themselves by writing there
    if not stat.S_ISDIR(os.fstat(descriptor).st_mode):
        return READ_FILE
    return LIST if path.endswith("/") else READ


def handled_rights(abi: int) -> int:
    """All rights over files that Landlock of this ABI can take away."""
    return (1 << _FILE_RIGHTS_BY_ABI.get(abi, 16)) - 1


def restrict(rules: Iterable[Rule], scratch: str, abi: int) -> bool:
    """Confine this thread to ``rules`` and ``scratch`` for good; tell whether the kernel did it.

    Asks for no_new_privs to be set before, and for no other thread to exist.
    """
    if abi < 1:
        return False
    folder = os.open(scratch, os.O_PATH | os.O_CLOEXEC)
    try:
        ruleset = _create(abi)
        try:
            for rule in (*rules, _rule(folder, SCRATCH & handled_rights(abi))):
                kernel.call(_ADD_RULE, ruleset, _PATH_BENEATH, rule.address)
            kernel.call(_RESTRICT_SELF, ruleset, _QUIET if abi >= 7 else 0)
        finally:
            os.close(ruleset)
    except OSError:
        return False
    finally:
        os.close(folder)
    return True


def _create(abi: int) -> int:
    """A ruleset that takes away all file rights, TCP (ABI 4), foreign signals and sockets (6)."""
    network = 0b11 if abi >= 4 else 0
    scoped = 0b11 if abi >= 6 else 0
    attributes = bytearray(struct.pack("=QQQ", handled_rights(abi), network, scoped))
    size = 24 if abi >= 6 else 16 if abi >= 4 else 8
    return kernel.call(_CREATE_RULESET, kernel.address(attributes), size)
