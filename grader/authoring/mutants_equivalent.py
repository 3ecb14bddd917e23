"""Mutants that an author has shown to be equivalent to the solution: no test can tell them.

equivalent.toml lies beside the solutions, since it quotes them::

    [[equivalent]]
    exercise = "tanh"
    function = "TanhNetwork.forward"
    line = "A = np.array(X, dtype=float)"
    mutant = "A = np.array(X)"
    reason = "the product with the weights, which are floats, is a float array"
"""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path

from grader.authoring.errors import AuthoringError
from grader.authoring.mutants import Mutant

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

FILE = "equivalent.toml"
_FIELDS = ("exercise", "function", "line", "mutant", "reason")


@dataclass(frozen=True, slots=True)
class Equivalent:
    """A claim: in ``function``, ``mutant`` in place of ``line`` changes nothing, for a reason.

    Lines are compared without their indentation; a change of several lines holds newlines.
    """

    exercise: str
    function: str
    line: str
    mutant: str
    reason: str

    def fits(self, mutant: Mutant) -> bool:
        """Whether the claim is about this mutant."""
        return (self.function, self.line, self.mutant) == (
            mutant.function,
            mutant.removed,
            mutant.added,
        )


def read_equivalent(solutions: Path) -> list[Equivalent]:
    """The claims beside the solutions; none without the file. Raises AuthoringError."""
    path = solutions / FILE
    if not path.is_file():
        return []
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise AuthoringError(f"{path} cannot be read: {error}") from error
    return [_claim(path, number, each) for number, each in enumerate(data.get("equivalent", []), 1)]


def _claim(path: Path, number: int, entry: dict[str, object]) -> Equivalent:
    for name in _FIELDS:
        if not isinstance(entry.get(name), str):
            raise AuthoringError(
                f"{path}: entry {number} needs a text {name!r}; an entry has {', '.join(_FIELDS)}"
            )
    fields = {name: str(entry[name]) for name in _FIELDS}
    for name in ("line", "mutant"):
        fields[name] = "\n".join(line.strip() for line in fields[name].strip().split("\n"))
    return Equivalent(**fields)
