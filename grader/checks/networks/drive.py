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
from grader.session import Later, Remote, Steps, StudentFault, filled


@dataclass(frozen=True, slots=True)
class Setting:
    """A network that is being built at given parameters, by steps that may not be done yet."""

    network: Later
    filled: Later
    parameters: Parameters


@dataclass(frozen=True, slots=True)
class NotedPass:
    """One forward and one backward pass of a new network, by steps that may not be done yet."""

    setting: Setting
    output: Later
    gradients: Later
    cache: Later

    def done(self) -> Pass:
        """What they gave, after a look whether the parameters were there."""
        network = built(self.setting)
        returned = _a_dict(self.gradients.value)
        return Pass(self.output.value, returned, Steps(network).read(self.cache.value))


@dataclass(frozen=True, slots=True)
class Pass:
    """What one forward and backward pass gave: anything at all may be in there."""

    output: object
    gradients: dict[object, object]
    reading: Later

    @property
    def cache(self) -> dict[object, object]:
        """The cache as it is when it is first asked for: few need to see it."""
        return as_dict(self.reading.value)


def set_up(steps: Steps, make: Remote, parameters: Parameters) -> Setting:
    """Note that a network is to be built, and to hold these parameters."""
    network = steps.construct(make, parameters.sizes)
    return Setting(network, filled_by(steps, network, parameters), parameters)


def set_up_apart(steps: Steps, make: Remote, parameters: Parameters) -> Setting:
    """Note the same in a section of its own, whatever becomes of the steps before."""
    steps.new_section()
    return set_up(steps, make, parameters)


def filled_by(steps: Steps, network: Remote | Later, parameters: Parameters) -> Later:
    """Note that the parameters are to be written into the student's arrays in place."""
    return steps.fill(network, weights=parameters.weights, biases=parameters.biases)


def built(setting: Setting) -> Remote:
    """The network, after a look whether the parameters are there."""
    network: Remote = setting.network.value
    placed(network, setting.parameters, setting.filled)
    return network


def build(make: Remote, probe: Probe) -> Remote:
    """A student's network of the probe's sizes that holds the probe's parameters."""
    return built(set_up(Steps(make), make, probe.parameters))


def place(network: Remote, parameters: Parameters) -> None:
    """Write the parameters into the student's arrays in place, and see that they are there."""
    placed(network, parameters, filled_by(Steps(network), network, parameters))


def placed(network: Remote, parameters: Parameters, filling: Later) -> None:
    """See that the parameters are where they were written."""
    try:
        held = filled(network, filling.value, ["weights", "biases"])
    except StudentFault as fault:
        raise _explained(network, parameters, fault) from fault
    if held:
        _verify(as_list(held.get("weights")), as_list(held.get("biases")), parameters)


def noted_parameters(steps: Steps, network: Remote | Later) -> tuple[Later, Later]:
    """Note that the weights and biases are to be read."""
    return steps.attribute(network, "weights"), steps.attribute(network, "biases")


def lists_of(noted: tuple[Later, Later]) -> tuple[list[object], list[object]]:
    """Weights and biases that were read, as lists."""
    weights, biases = noted
    return as_list(weights.value), as_list(biases.value)


def read_parameters(network: Remote) -> tuple[list[object], list[object]]:
    """The network's weights and biases as they are now."""
    return lists_of(noted_parameters(Steps(network), network))


def as_list(value: object) -> list[object]:
    """A list or tuple of the student as a list; anything else holds nothing for us."""
    return list(value) if isinstance(value, (list, tuple)) else []


def as_dict(value: object) -> dict[object, object]:
    """A dict of the student; anything else holds nothing for us."""
    return value if isinstance(value, dict) else {}


def fresh_pass(make: Remote, probe: Probe) -> Pass:
    """One forward and one backward pass of a new network."""
    return noted_pass(Steps(make), make, probe).done()


def noted_pass(steps: Steps, make: Remote, probe: Probe) -> NotedPass:
    """Note both passes of a new network, in a section of their own."""
    setting = set_up_apart(steps, make, probe.parameters)
    output = steps.method(setting.network, "forward", probe.X)
    returned = steps.method(setting.network, "backward", probe.y)
    return NotedPass(setting, output, returned, steps.copied(setting.network, "cache"))


def _a_dict(gradients: object) -> dict[object, object]:
    """What backward returned, if it is a dict."""
    if isinstance(gradients, dict):
        return gradients
    bug = "returns-nothing" if gradients is None else "wrong-return-type"
    text = "backward returns None" if gradients is None else "backward does not return a dict"
    look = "backward returns a dict of gradients: 'dW1', 'db1', ..."
    raise Mismatch(Finding(text, look, diagnose(bug, "backward")))


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
