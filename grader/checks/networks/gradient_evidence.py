"""The student's gradients beside the loss's own derivative, as numbers for pictures."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from grader.judgement.comparing import Array, as_array
from grader.judgement.excerpts import short
from grader.judgement.networks import from_named, gradient_names, loss
from grader.judgement.oracle import complex_step_list
from grader.judgement.probes import Probe
from grader.report.records import Json

MOST_POINTS = 160
"""Of more entries, so many are shown, evenly spread over all arrays."""


def gradient_evidence(probe: Probe, gradients: Mapping[str, object]) -> dict[str, Json]:
    """``flow``: the norm of each layer's weight gradient; ``points``: entry against entry.

    ``gradients`` are the student's, in the shapes of our own parameters. The other side is
    differentiated here, by complex steps in the loss: it owes nothing to any formula of
    backpropagation. Arrays that are missing or of another shape are left out.
    """
    numerical = _numerical(probe)
    shown = {
        name: array
        for name, right in numerical.items()
        if (array := as_array(gradients.get(name))) is not None and array.shape == right.shape
    }
    found: dict[str, Json] = {}
    layers = [name for name in shown if name.startswith("dW")]
    if layers:
        found["flow"] = [_norms(name, numerical[name], shown[name]) for name in layers]
    if shown:
        found["points"] = _points(numerical, shown)
    return found


def _numerical(probe: Probe) -> dict[str, Array]:
    pairs = zip(probe.parameters.weights, probe.parameters.biases, strict=True)
    arrays = [array for pair in pairs for array in pair]
    found = complex_step_list(
        lambda moved: loss(probe.kind, from_named(moved), probe.X, probe.y), arrays
    )
    return dict(zip(gradient_names(probe.depth), found, strict=True))


def _norms(name: str, expected: Array, got: Array) -> dict[str, Json]:
    norms = (short(float(np.linalg.norm(array))) for array in (expected, got))
    return {"array": name, **dict(zip(("expected", "got"), norms, strict=True))}


def _points(numerical: Mapping[str, Array], shown: Mapping[str, Array]) -> list[Json]:
    entries = [(name, index) for name, array in shown.items() for index in np.ndindex(array.shape)]
    step = -(-len(entries) // MOST_POINTS)
    return [
        {
            "entry": f"{name}[{', '.join(map(str, index))}]",
            "numerical": short(float(numerical[name][index]), 6),
            "backward": short(float(shown[name][index]), 6),
        }
        for name, index in entries[::step]
    ]
