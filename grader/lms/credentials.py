"""Secrets for other servers: from the environment or a file, never from the command line."""

from __future__ import annotations

import os
import stat
import sys
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import urlsplit

from grader.report.text import clean_line

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

_LOOPBACK = [("http", host) for host in ("127.0.0.1", "::1", "localhost")]


class CredentialsError(Exception):
    """What is needed to log in is missing or unsafe; the message says what to do."""


def read(path: Path | None, prefix: str, names: tuple[str, ...]) -> dict[str, str]:
    """Values of ``names``: from a TOML file, or from environment variables of that prefix.

    ``token_url`` with the prefix GRADER_AGS is GRADER_AGS_TOKEN_URL in the environment. Names
    that are nowhere are left out.
    """
    if path is not None:
        found = _read_file(path)
        return {name: str(found[name]) for name in names if name in found}
    variables = {name: f"{prefix}_{name}".upper() for name in names}
    return {name: os.environ[key] for name, key in variables.items() if os.environ.get(key)}


def demanded(values: Mapping[str, str], prefix: str, names: tuple[str, ...]) -> list[str]:
    """The values of ``names``; CredentialsError if one is missing."""
    missing = [f"{prefix}_{name}".upper() for name in names if name not in values]
    if missing:
        keys = ", ".join(names)
        raise CredentialsError(
            f"set {', '.join(missing)} in the environment, or write {keys} into a file and name it "
            "with --credentials"
        )
    return [values[name] for name in names]


def read_secret(path: Path) -> str:
    """The text of a file that nobody else may read."""
    try:
        with path.open(encoding="utf-8") as file:
            mode = os.fstat(file.fileno()).st_mode
            if os.name == "posix" and stat.S_IMODE(mode) & 0o077:
                raise CredentialsError(f"{path} can be read by others: chmod 600 {path}")
            return file.read()
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or "it is not text"
        raise CredentialsError(f"{path} cannot be read: {reason}") from error


def checked_address(address: str, what: str) -> str:
    """An address that a secret may be sent to: https, or this very machine."""
    try:
        parts = urlsplit(address)
        host, safe = parts.hostname or "", not (parts.username or parts.password)
    except ValueError:
        host, safe = "", False
    if safe and host and (parts.scheme == "https" or (parts.scheme, host) in _LOOPBACK):
        return address
    raise CredentialsError(
        f"{what} {clean_line(address, 200)!r} will not do: it has to begin with https://, "
        "and to hold no password"
    )


def _read_file(path: Path) -> dict[str, object]:
    try:
        return tomllib.loads(read_secret(path))
    except tomllib.TOMLDecodeError as error:
        raise CredentialsError(f"{path} is not TOML: {error}") from error
