"""The command that proves an assignment, for the staff's group to add."""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from grader.authoring.verify import Plan, Proof
    from grader.grading.assignment import Assignment

_Folder = click.Path(path_type=Path, exists=True, file_okay=False)
_Most = click.IntRange(0)


@click.command("verify")
@click.argument("assignment", metavar="ASSIGNMENT")
@click.option("--solutions", type=_Folder, help="Where EXERCISE.py lie; found if left out.")
@click.option("-e", "--exercise", "only", multiple=True, metavar="NAME", help="Only this one.")
@click.option(
    "--seeds",
    type=click.IntRange(1),
    default=5,
    show_default=True,
    help="Seeds for the solution and the corpus.",
)
@click.option(
    "--seed",
    type=click.IntRange(0, 2**31 - 1),
    default=1,
    show_default=True,
    help="The first of them, and that of the mutants.",
)
@click.option("--mutants", "most", type=_Most, help="At most so many per exercise; else all.")
@click.option("--corpus", type=_Folder, help="Folder of EXERCISE/manifest.toml, right/, wrong/.")
@click.option("--jobs", type=click.IntRange(1), help="Processes; one per core if left out.")
def verify_command(
    assignment: str,
    solutions: Path | None,
    only: tuple[str, ...],
    seeds: int,
    seed: int,
    most: int | None,
    corpus: Path | None,
    jobs: int | None,
) -> None:
    """Prove that ASSIGNMENT, a built-in name or a folder, judges right.

    Its solution must get full marks with every seed and the stub made from it no point. Mutants
    of the solution, each with one small mistake, must lose points; those that do not are shown
    as a diff. A corpus of right and wrong submissions (the assignment's folder corpus, if it has
    one) must come out as its manifests say.

    The solutions are looked for in the assignment's folder solutions, then in solutions/NAME
    beside the assignment or beside its folder.
    Mutants that are right as well may be listed there, in equivalent.toml, each with the reason:
    they are shown with it, and fail the proof if they lose points after all.

    The exit code is 0 if the proof holds, 1 if it fails and 2 if it could not be tried.

    \b
    Examples:
      grader verify practice --mutants 40
      grader verify ./hw7 --solutions ./hw7-solutions --seeds 20
      grader verify warmup --corpus tests/corpus --mutants 0
    """
    from grader.authoring.places import assignment_named, corpus_of, solutions_of
    from grader.authoring.verify import Plan

    started = time.perf_counter()
    found = assignment_named(assignment, only)
    folder = solutions or solutions_of(found)
    cases = corpus or corpus_of(found, only)
    plan = Plan(seed=seed, seeds=seeds, most=most, only=only, corpus=cases)
    proof = _proof(found, folder, plan, jobs or _cores())
    _show(proof, time.perf_counter() - started)
    sys.exit(0 if proof.holds else 1)


def _proof(assignment: Assignment, solutions: Path, plan: Plan, jobs: int) -> Proof:
    from grader.authoring.errors import AuthoringError
    from grader.authoring.verify import verify
    from grader.authoring.verify_trials import lanes
    from grader.grading.assignment import AssignmentError
    from grader.session import GraderFault

    try:
        with lanes(jobs) as run:
            return verify(assignment, solutions, plan, run, _tell)
    except (AuthoringError, AssignmentError) as error:
        raise click.UsageError(str(error)) from error
    except GraderFault as fault:
        raise click.ClickException(f"workers cannot be had: {fault}") from fault


def _show(proof: Proof, took: float) -> None:
    import shutil

    from grader.authoring.verify_tables import render

    width = shutil.get_terminal_size().columns if sys.stdout.isatty() else 100
    click.echo(render(proof, width) + f"It took {took:.0f} s.")


def _tell(line: str) -> None:
    if sys.stderr.isatty():
        click.echo(line, err=True)


def _cores() -> int:
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
