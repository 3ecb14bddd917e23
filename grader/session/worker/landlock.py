"""The file-system lock (Landlock): what is named may be read, the scratch directory written.

It is two locks on one door, and both must open. The common one names what may be read, some
hundreds of paths, and the ground, the folder in which all workers have their scratch directories;
it is made once, before workers are forked. The private one lets a worker into its own scratch
directory and everywhere outside the ground; that takes a few rules, which is why each worker can
afford its own.
"""

from __future__ import annotations

import os
import struct
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

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

_FILE_RIGHTS_BY_ABI = {1: 13, 2: 14, 3: 15, 4: 15, 5: 16}
_NEWEST_KNOWN = 7


@dataclass(frozen=True, slots=True)
class Rule:
    """A path and what may be done at and below it."""

    path: str
    rights: int


@dataclass(frozen=True, slots=True)
class Locks:
    """The common lock, an open ruleset of this ABI, and the private one but for the scratch."""

    abi: int
    common: int
    private: tuple[Rule, ...]


def version() -> int:
    """The Landlock ABI of the running kernel, 0 where there is none."""
    try:
        return kernel.call(_CREATE_RULESET, 0, 0, _ASK_VERSION)
    except OSError:
        return 0


def usable_version() -> int:
    """The newest ABI that both the kernel and this module know, 0 where there is none."""
    return min(version(), _NEWEST_KNOWN)


def prepare(readable: Iterable[str], ground: str, abi: int) -> Locks:
    """Make what is the same for all workers whose scratch directories lie in ``ground``.

    Paths that do not exist are left out. A trailing "/" grants the names in a folder and below,
    not the contents of files. Raises OSError if the kernel refuses.
    """
    common = _create(abi)
    _add(common, Rule(ground, SCRATCH), abi)
    private = dict[Rule, None]()
    ground = os.path.realpath(ground)
    for path in readable:
        rule = Rule(path, _rights(path))
        try:
            _add(common, rule, abi)
        except (FileNotFoundError, NotADirectoryError, PermissionError):
            continue
        private[_outside(rule, ground)] = None
    return Locks(abi, common, tuple(private))


def _rights(path: str) -> int:
    if path == os.devnull:
        return FILE_RIGHTS  # programs silence themselves by writing there
    if not os.path.isdir(path):
        return READ_FILE
    return LIST if path.endswith("/") else READ


def _outside(rule: Rule, ground: str) -> Rule:
    """The highest folder that has the path of ``rule`` in it but not the ground; or ``rule``.

    What a worker may do there is still for the common lock to say.
    """
    if rule.rights == FILE_RIGHTS:
        return rule
    parts = _real(rule.path).split("/")
    for end in range(2, len(parts)):
        folder = "/".join(parts[:end])
        if not f"{ground}/".startswith(f"{folder}/"):
            return Rule(folder, READ)
    return rule


def _real(path: str) -> str:
    """``path`` without symbolic links; most paths have their folder in common."""
    if os.path.islink(path):
        return os.path.realpath(path)
    folder, name = os.path.split(path)
    return os.path.join(_real_folder(folder), name)


@lru_cache
def _real_folder(path: str) -> str:
    return os.path.realpath(path)


def handled_rights(abi: int) -> int:
    """All rights over files that Landlock of this ABI can take away."""
    return (1 << _FILE_RIGHTS_BY_ABI.get(abi, 16)) - 1


def restrict(locks: Locks, scratch: str) -> bool:
    """Confine this thread for good; tell whether the kernel did it.

    Asks for no_new_privs to be set before, and for no other thread to exist.
    """
    try:
        private = _create(locks.abi)
        try:
            for rule in (*locks.private, Rule(scratch, SCRATCH)):
                _add(private, rule, locks.abi)
            for ruleset in (locks.common, private):
                kernel.call(_RESTRICT_SELF, ruleset, _QUIET if locks.abi >= 7 else 0)
        finally:
            os.close(private)
    except OSError:
        return False
    return True


def _add(ruleset: int, rule: Rule, abi: int) -> None:
    descriptor = os.open(rule.path, os.O_PATH | os.O_CLOEXEC)
    try:
        attributes = bytearray(struct.pack("=Qi", rule.rights & handled_rights(abi), descriptor))
        kernel.call(_ADD_RULE, ruleset, _PATH_BENEATH, kernel.address(attributes))
    finally:
        os.close(descriptor)


def _create(abi: int) -> int:
    """A ruleset that takes away all file rights, TCP (ABI 4), foreign signals and sockets (6)."""
    network = 0b11 if abi >= 4 else 0
    scoped = 0b11 if abi >= 6 else 0
    attributes = bytearray(struct.pack("=QQQ", handled_rights(abi), network, scoped))
    size = 24 if abi >= 6 else 16 if abi >= 4 else 8
    return kernel.call(_CREATE_RULESET, kernel.address(attributes), size)
