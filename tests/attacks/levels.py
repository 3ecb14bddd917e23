"""Lets every hostile file loose at both levels and writes docs/attacks.md.

python -m tests.attacks.levels       takes some ten minutes

At level "process" the files do what they can to this machine: within the trap's folder, and
bounded, but unconfined. Run it where that is no loss.
"""

from __future__ import annotations

import re
import sys
import tempfile
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from .conftest import ROOT, Grading, Trap, trapped

SUBMISSIONS = Path(__file__).parent / "submissions"
NAMES = sorted(
    path.relative_to(SUBMISSIONS).with_suffix("").as_posix() for path in SUBMISSIONS.rglob("*.py")
)
AT_ONCE = 3
"""Most of the time they wait for each other's limits of time."""
LEVELS = ("full", "process")
PAGE = ROOT / "docs" / "attacks.md"
HELD, SUCCEEDS, EARNS = "held", "succeeds", "succeeds, earns points"
ROW = re.compile(r"\| `(.+?)` \| .+ \| (.+?) \| (.+?) \|")

Outcomes = Mapping[str, tuple[str, ...]]
"""Of each attack, by name: what came of it at each level."""

INTRODUCTION = """\
# Attacks, by level

<!-- Written by `python -m tests.attacks.levels`, which runs every attack at both levels. -->

Every hostile file of `tests/attacks/submissions/`, graded by the real command at both levels.
What the levels are stands in [the threat model](threat-model.md). Notebooks, archives and planted
files are tried by other tests beside these.

Tried on {machine}: of {count} attacks,
{full} at level `full` and {process} at level `process` succeed, that is, reach or change something
outside their own process. None forges a score, or changes what the report says of another
exercise.{earners}
"""


def main() -> None:
    """Run everything, show what came of it, write the page."""
    outcomes = {}
    with ThreadPoolExecutor(AT_ONCE) as pool:
        for name, each in zip(NAMES, pool.map(_outcomes, NAMES), strict=True):
            outcomes[name] = each
            print(f"{name:40}{'   '.join(each)}", flush=True)
    PAGE.write_text(page(outcomes, _machine()), encoding="utf-8")


def _outcomes(name: str) -> tuple[str, ...]:
    return tuple(_outcome(name, level) for level in LEVELS)


def _outcome(name: str, level: str) -> str:
    with tempfile.TemporaryDirectory() as folder, trapped(Path(folder)) as trap:
        trap.arm((SUBMISSIONS / f"{name}.py").read_text())
        return _judged(trap, trap.grade(isolation=level))


def _judged(trap: Trap, grading: Grading) -> str:
    if grading.status != 0 or grading.score("triple") != 10:
        raise SystemExit(f"a grading that went wrong: {grading.printed.decode(errors='replace')}")
    if grading.score("double"):
        return EARNS
    return SUCCEEDS if grading.breaches() or trap.traces() else HELD


def page(outcomes: Outcomes, machine: str) -> str:
    """The page, as Markdown."""
    wins = [sum(each[at] != HELD for each in outcomes.values()) for at in range(len(LEVELS))]
    earners = [f"`{name}`" for name, each in outcomes.items() if EARNS in each]
    earned = f" Points are earned by copying a right file that can be read: {', '.join(earners)}."
    text = INTRODUCTION.format(
        machine=machine,
        count=len(outcomes),
        full="none" if not wins[0] else wins[0],
        process=wins[1],
        earners=earned if earners else "",
    )
    return "\n".join([text, *_table(outcomes), ""])


def _table(outcomes: Outcomes) -> Iterator[str]:
    yield "| Attack | Tries | full | process |"
    yield "| --- | --- | --- | --- |"
    for name, each in outcomes.items():
        yield f"| `{name}` | {tries(name)} | {' | '.join(each)} |"


def tries(name: str) -> str:
    """What an attack does, from its first lines."""
    text = (SUBMISSIONS / f"{name}.py").read_text(encoding="utf-8")
    sentence = text.split('"""')[1] if '"""' in text else text.split("# ", 2)[2]
    return sentence.partition(" Breach:")[0].replace("|", "\\|")


def told(text: str) -> dict[str, tuple[str, ...]]:
    """What a page says came of each attack."""
    return {name: tuple(each) for name, *each in ROW.findall(text)}


def _machine() -> str:
    import platform

    system = platform.freedesktop_os_release()["PRETTY_NAME"]
    kernel = platform.release().partition("-")[0]
    return f"{system}, kernel {kernel}, Python {platform.python_version()}"


if __name__ == "__main__":
    sys.exit(main())
