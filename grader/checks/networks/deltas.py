"""Reading the hidden dZ of a network that returns only dW and db.

On a single sample the mean is over one, so db_l IS dZ_l, and dW_l is the outer
product of the layer's input with it. Both are read; where they disagree, the
one that the chain rule confirms from the student's own later step is dZ, and
the other is where the mistake is.
"""

from __future__ import annotations

from collections.abc import Container, Mapping, Sequence

import numpy as np

from grader.judgement.comparing import Array, agrees, as_array, constant_ratio
from grader.judgement.dense import hidden_delta, output_delta
from grader.judgement.derivation import usable
from grader.judgement.networks import gradient_names
from grader.judgement.probes import Probe, one_sample
from grader.judgement.tolerances import GRADIENT
from grader.judgement.verdicts import Mismatch
from grader.session import Remote, StudentFault

from .drive import Pass, fresh_pass


def read_deltas(make: Remote, probe: Probe, batch: Pass) -> dict[str, Array]:
    """'dZ1' ... 'dZL' of the batch, row by row; a layer that cannot be read is left out.

    Nothing can be read where the samples of a batch influence each other.
    """
    rows: list[dict[str, Array]] = []
    alone: list[Mapping[object, object]] = []
    together = as_array(batch.output)
    if together is None or together.shape != probe.y.shape:
        return {}
    silent = {layer for layer in range(1, probe.depth + 1) if _bias_left_out(batch, layer)}
    for row in range(len(probe.X)):
        single = one_sample(probe, row)
        try:
            done = fresh_pass(make, single)
            _ = done.cache  # before any other network is at work
        except (StudentFault, Mismatch):
            return {}
        if not agrees(done.output, together[row : row + 1], GRADIENT):
            return {}
        rows.append(_single_deltas(single, done, silent))
        alone.append(done.gradients)
    shared = set.intersection(*(set(row) for row in rows))
    found = {name: np.vstack([row[name] for row in rows]) for name in sorted(shared)}
    divisor = _constant_divisor(probe, batch, alone, found)
    return {name: delta * divisor for name, delta in found.items()}


def _constant_divisor(
    probe: Probe,
    batch: Pass,
    alone: Sequence[Mapping[object, object]],
    deltas: Mapping[str, Array],
) -> int:
    """What dW and db are divided by where that does not depend on the number of samples.

    The gradients of the batch are then the sum of those of the single samples, and each dZ as
    read from these is a whole number of times too small: the division is in dW and db, not in dZ.
    """
    name = f"dZ{probe.depth}"
    if len(alone) < 2 or name not in deltas or not _adds_up(probe, batch, alone):
        return 1
    output = f"A{probe.depth}"
    right = usable(batch.cache.get(output), probe.trace()[output]) - probe.y
    ratio = constant_ratio(deltas[name], right)
    whole = 0 if ratio is None else round(1 / ratio)
    return whole if whole > 1 and ratio and abs(ratio * whole - 1) <= GRADIENT else 1


def _adds_up(probe: Probe, batch: Pass, alone: Sequence[Mapping[object, object]]) -> bool:
    """Whether the batch's gradients are the sum of those of its single samples."""
    for name in gradient_names(probe.depth):
        arrays = [as_array(gradients.get(name)) for gradients in alone]
        known = [array for array in arrays if array is not None]
        if len(known) < len(alone) or len({array.shape for array in known}) != 1:
            return False
        if not agrees(batch.gradients.get(name), np.sum(known, axis=0), GRADIENT):
            return False
    return True


def _bias_left_out(batch: Pass, layer: int) -> bool:
    """Whether db is all zeros where dW is not."""
    weight, bias = (as_array(batch.gradients.get(f"{kind}{layer}")) for kind in ("dW", "db"))
    return weight is not None and bias is not None and bool(np.any(weight)) and not np.any(bias)


def _single_deltas(probe: Probe, done: Pass, silent: Container[int]) -> dict[str, Array]:
    reference = probe.trace()
    values = dict(reference)
    for name in reference:
        if name[0] in "ZA" and name in done.cache:
            values[name] = usable(done.cache[name], reference[name])
    found: dict[str, Array] = {}
    for layer in range(probe.depth, 0, -1):
        name = f"dZ{layer}"
        formula = (
            output_delta(probe.depth) if layer == probe.depth else hidden_delta(probe.kind, layer)
        )
        expected = formula(values)
        seen = _candidates(done, layer, values[f"A{layer - 1}"], expected, layer in silent)
        delta = next((d for d in seen if agrees(d, expected, GRADIENT)), None)
        if delta is None and len(seen) == 2 and agrees(seen[1], seen[0], GRADIENT):
            delta = seen[0]  # wrong, but both arrays say the same
        if delta is not None:
            found[name] = delta
        values[name] = expected if delta is None else usable(delta, reference[name])
    return found


def _candidates(
    done: Pass, layer: int, inputs: Array, expected: Array, silent: bool
) -> list[Array]:
    """dZ as db shows it and as dW shows it, where they can be read."""
    found = []
    bias = as_array(done.gradients.get(f"db{layer}"))
    if bias is not None and bias.size == expected.size and np.all(np.isfinite(bias)):
        found.append(bias.reshape(expected.shape))
    weight = as_array(done.gradients.get(f"dW{layer}"))
    size = float(np.sum(inputs**2))
    if size == 0 and found and weight is not None and not np.any(weight):
        # Without inputs dW is zero whatever dZ is, and a db that is left out says nothing either.
        found.append(expected if silent else found[0])
    elif weight is not None and weight.shape == (inputs.shape[1], expected.shape[1]) and size > 0:
        delta = inputs @ weight / size
        if agrees(inputs.T @ delta, weight, GRADIENT):
            found.append(delta)
    return found
