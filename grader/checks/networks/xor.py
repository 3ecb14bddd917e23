"""Training on XOR, from starts that the judge sets, by the trajectory of the weights."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from threading import Thread

from grader.judgement.comparing import Comparison, as_array
from grader.judgement.networks import Parameters, named
from grader.judgement.training import EPOCHS, MARKS, Curriculum, Start, learned
from grader.judgement.verdicts import Finding, Judgement, evidence
from grader.report.records import Json
from grader.session import Later, Remote, Snapshot, Steps

from ..draw import Draw
from ..expect import Parts
from ..path import departure
from .drive import Setting, built, set_up_apart
from .training_evidence import training_evidence

STARTS = 2
LOOK_AT = "Lecture section 4, the training loop: forward, backward, update, on all four points"


def judge_xor(make: Remote, draw: Draw, curriculum: Curriculum) -> Judgement:
    """Judge the weights after 1, 2, 10, 100 and 1,000 epochs from two starts.

    A network that leaves the path but still learns XOR keeps its points by
    follow-through: whatever led it away was paid for in an earlier check.
    """
    seeds = draw.sample(curriculum.seeds, STARTS)
    steps, parts = Steps(make), Parts()
    trainings = [_noted(steps, make, curriculum.start(seed)) for seed in seeds]
    # Where the worker trains on another core, our own trajectories are ready when it is.
    ours = Thread(target=lambda: [curriculum.expected(seed) for seed in seeds])
    ours.start()
    try:
        steps.run()
    finally:
        ours.join()
    for seed, training in zip(seeds, trainings, strict=True):
        parts.attempt(_judge, training, curriculum.expected(seed))
    return parts.judgement()


@dataclass(frozen=True, slots=True)
class _Training:
    """A network that is to be trained from a start, by steps that may not be done yet."""

    start: Start
    setting: Setting
    snapshots: Later


def _noted(steps: Steps, make: Remote, start: Start) -> _Training:
    setting = set_up_apart(steps, make, start.parameters)
    trained = steps.train(
        setting.network, start.X, start.y, start.learning_rate, max(EPOCHS), EPOCHS
    )
    return _Training(start, setting, trained)


def _judge(training: _Training, expected: Mapping[int, Parameters]) -> Judgement:
    start, network = training.start, built(training.setting)
    snapshots = training.snapshots.value
    if not any(_off(each, expected) for each in snapshots if each.epoch in MARKS):
        return Judgement(1.0, 1.0)
    off = {each.epoch: wrong for each in snapshots if (wrong := _off(each, expected))}
    finding = _off_the_path(start, *next(iter(off.items())))
    pictured = training_evidence(network, start, snapshots, expected)
    finding = replace(finding, evidence={**finding.evidence, **pictured})
    return _judged_by_outcome(start, snapshots, finding)


def _off(snapshot: Snapshot, expected: Mapping[int, Parameters]) -> tuple[str, Comparison] | None:
    """The first array that is not where it must be after the snapshot's epoch, if any is not."""
    theirs = {
        f"{letter}{layer}": array
        for letter, arrays in (("W", snapshot.weights), ("b", snapshot.biases))
        for layer, array in enumerate(arrays, 1)
    }
    return departure(theirs, named(expected[snapshot.epoch]))


def _off_the_path(start: Start, epoch: int, wrong: tuple[str, Comparison]) -> Finding:
    label, comparison = wrong
    text = (
        f"training on XOR leaves the right path: after epoch {epoch}, "
        f"{label} is not where gradient descent with lr = {start.learning_rate} leads"
    )
    found: dict[str, Json] = {**evidence(label, comparison), "epoch": epoch}
    return Finding(text, LOOK_AT, None, found)


def _judged_by_outcome(start: Start, snapshots: list[Snapshot], finding: Finding) -> Judgement:
    output = as_array(snapshots[-1].output) if snapshots else None
    done = output is not None and learned(start, output)
    end = "XOR is learned all the same" if done else "XOR is not learned"
    text = f"{finding.message}; {end} after {max(MARKS)} epochs"
    return Judgement(
        1.0 if done else 0.0, 0.0, (Finding(text, finding.look_at, None, finding.evidence),)
    )
