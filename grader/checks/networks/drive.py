"""Driving a student's network: build it at given parameters, run it, read it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from grader.judgement.catalogue import diagnose
from grader.judgement.comparing import Array, agrees, as_array
from grader.judgement.networks import Parameters
from grader.judgement.probes import Probe
from grader.judgement.tolerances import SINGLE_PRECISION_VALUE
from grader.judgement.verdicts import Finding, Mismatch, shape_text
from grader.session import Remote, StudentFault, construct, fill


@dataclass(frozen=True, slots=True)
class Pass:
    """What one forward and backward pass gave: anything at all may be in there."""

    output: object
    cache: dict[object, object]
    gradients: dict[object, object]


def build(make: Remote, probe: Probe) -> Remote:
    """A student's network of the probe's sizes that holds the probe's parameters."""
    network = construct(make, list(probe.sizes))
    place(network, probe.parameters)
    return network


def place(network: Remote, parameters: Parameters) -> None:
    """Write the parameters into the student's arrays in place, and see that they are there."""
    try:
        held = fill(network, weights=parameters.weights, biases=parameters.biases)
    except StudentFault as fault:
        raise _explained(network, parameters, fault) from fault
    _verify(as_list(held.get("weights")), as_list(held.get("biases")), parameters)


def read_parameters(network: Remote) -> tuple[list[object], list[object]]:
    """The network's weights and biases as they are now."""
    return as_list(network.weights), as_list(network.biases)


def as_list(value: object) -> list[object]:
    """A list or tuple of the student as a list; anything else holds nothing for us."""
    return list(value) if isinstance(value, (list, tuple)) else []


def as_dict(value: object) -> dict[object, object]:
    """A dict of the student; anything else holds nothing for us."""
    return value if isinstance(value, dict) else {}


def run(network: Remote, X: Array, y: Array) -> Pass:
    """One forward and one backward pass."""
    output = network.forward(X)
    gradients = network.backward(y)
    if not isinstance(gradients, dict):
        bug = "returns-nothing" if gradients is None else "wrong-return-type"
        text = "backward returns None" if gradients is None else "backward does not return a dict"
        look = "backward returns a dict of gradients: 'dW1', 'db1', ..."
        raise Mismatch(Finding(text, look, diagnose(bug, "backward")))
    return Pass(output, as_dict(network.cache), gradients)


def _verify(weights: list[object], biases: list[object], parameters: Parameters) -> None:
    for label, got, want in (
        ("weights", weights, parameters.weights),
        ("biases", biases, parameters.biases),
    ):
        for layer, expected in enumerate(want):
            have = got[layer] if layer < len(got) else None
            if agrees(have, expected, SINGLE_PRECISION_VALUE):
                continue
            name = f"{label}[{layer}]"
            array = as_array(have)
            if array is not None and np.array_equal(array, np.trunc(expected)):
                text = f"{name} is an integer array: numbers written into it lose their decimals"
                raise Mismatch(Finding(text, None, diagnose("integer-truncation", name)))
            raise _shape_mismatch(name, have, expected) or _not_kept(name)


def _not_kept(name: str) -> Mismatch:
    text = f"numbers written into {name} do not stay there"
    look = "weights and biases must be lists of the arrays that forward really uses, not of copies"
    return Mismatch(Finding(text, look))


def _explained(network: Remote, parameters: Parameters, fault: StudentFault) -> Exception:
    """Why writing failed: a shape, a missing entry, or the fault itself."""
    try:
        weights, biases = read_parameters(network)
    except StudentFault:
        return fault
    for label, got, want in (
        ("weights", weights, parameters.weights),
        ("biases", biases, parameters.biases),
    ):
        if len(got) != len(want):
            return _count_mismatch(label, len(got), len(want))
        for layer, expected in enumerate(want):
            mismatch = _shape_mismatch(f"{label}[{layer}]", got[layer], expected)
            if mismatch is not None:
                return mismatch
    return fault


def _count_mismatch(label: str, got: int, want: int) -> Mismatch:
    text = f"{label} is not a list of {want} arrays, one per layer (found {got})"
    return Mismatch(Finding(text, None, diagnose("wrong-shape", label)))


def _shape_mismatch(name: str, got: object, expected: Array) -> Mismatch | None:
    array = as_array(got)
    if array is not None and array.shape == expected.shape:
        return None
    if array is None:
        return Mismatch(Finding(f"{name} is not an array of numbers", None))
    text = f"{name} has shape {shape_text(array.shape)}, expected {shape_text(expected.shape)}"
    evidence = {"expected_shape": list(expected.shape), "got_shape": list(array.shape)}
    return Mismatch(Finding(text, None, diagnose("wrong-shape", name), evidence))


def gradients(found: dict[object, object]) -> dict[str, Array]:
    """The weight and bias gradients of a result that are arrays of numbers."""
    arrays = {
        name: as_array(value)
        for name, value in found.items()
        if isinstance(name, str) and name[:2] in ("dW", "db")
    }
    return {name: array for name, array in arrays.items() if array is not None}
