"""Are right networks of any size and style accepted? 3,000 random ones, judged as in a check.

    python -m benchmarks.fairness [COUNT]

Depth 1 to 6, widths and batches 1 to 64, hidden ReLU or tanh, sigmoid or
softmax output. Each network's gradients are computed in several right styles
and compared with the judge's own at the tolerance of the checks. As a check
does, it draws again where float32 or an epsilon of 1e-7 would cost a fifth of
the tolerance. Prints how many were refused, and the largest error, per style.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from itertools import pairwise

import numpy as np

from grader.judgement import networks
from grader.judgement.comparing import Array, compare
from grader.judgement.networks import Architecture, Parameters
from grader.judgement.probes import Probe, styles_agree
from grader.judgement.tolerances import GRADIENT

KINDS = [Architecture(h, o) for h in ("relu", "tanh") for o in ("sigmoid", "softmax")]
LARGEST_LOGIT = 2.0


def random_case(rng: np.random.Generator) -> tuple[Architecture, Parameters, Array, Array]:
    """A network of random depth and widths, and a batch; logits are bounded as in the checks."""
    kind = KINDS[rng.integers(len(KINDS))]
    sizes = [int(np.exp(rng.uniform(0, np.log(64.99)))) for _ in range(rng.integers(2, 8))]
    if kind.output == "softmax":
        sizes[-1] = max(2, sizes[-1])
    samples = int(np.exp(rng.uniform(0, np.log(64.99))))
    weights = [rng.normal(size=(n, k)) / np.sqrt(n) for n, k in pairwise(sizes)]
    biases = [0.3 * rng.normal(size=(1, k)) for k in sizes[1:]]
    X = rng.normal(size=(samples, sizes[0]))
    z = networks.forward(kind, Parameters(tuple(weights), tuple(biases)), X)[f"Z{len(weights)}"]
    shrink = min(1.0, LARGEST_LOGIT / float(np.max(np.abs(z))))
    weights[-1], biases[-1] = weights[-1] * shrink, biases[-1] * shrink
    if kind.output == "sigmoid":
        y = rng.integers(0, 2, size=(samples, sizes[-1])).astype(float)
    else:
        y = np.eye(sizes[-1])[rng.integers(0, sizes[-1], size=samples)]
    return kind, Parameters(tuple(weights), tuple(biases)), X, y


def reordered(kind: Architecture, p: Parameters, X: Array, y: Array) -> dict[str, Array]:
    """The samples in another order: other rounding in every sum."""
    return networks.backward(kind, p, networks.forward(kind, p, X[::-1].copy()), y[::-1])


def guarded(kind: Architecture, p: Parameters, X: Array, y: Array) -> dict[str, Array]:
    """The chain rule through -y/(a + 1e-7), not simplified to a - y."""
    values = networks.forward(kind, p, X)
    a = values[f"A{len(p.weights)}"]
    if kind.output == "sigmoid":
        delta = ((1 - y) / (1 - a + 1e-7) - y / (a + 1e-7)) * a * (1 - a)
    else:
        ratio = y / (a + 1e-7)
        delta = a * np.sum(ratio * a, axis=1, keepdims=True) - ratio * a
    return networks.backward(kind, p, {**values, f"A{len(p.weights)}": delta + y}, y)


def mean_first(kind: Architecture, p: Parameters, X: Array, y: Array) -> dict[str, Array]:
    """Outer products per sample, averaged at the end."""
    total: dict[str, Array] = {}
    for i in range(len(X)):
        steps = networks.backward(kind, p, networks.forward(kind, p, X[i : i + 1]), y[i : i + 1])
        for name, array in steps.items():
            if name[:2] in ("dW", "db"):
                total[name] = total.get(name, np.zeros_like(array)) + array / len(X)
    return total


STYLES: dict[str, Callable[..., dict[str, Array]]] = {
    "samples reordered": reordered,
    "epsilon of 1e-7": guarded,
    "sample by sample": mean_first,
}


def main() -> None:
    """Judge and print."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 3000
    rng = np.random.default_rng(0)
    refused, worst = dict.fromkeys(STYLES, 0), dict.fromkeys(STYLES, 0.0)
    judged = redrawn = 0
    while judged < count:
        kind, p, X, y = random_case(rng)
        probe = Probe(kind, p, X, y, "")
        if not styles_agree(probe, probe.trace()):
            redrawn += 1
            continue
        judged += 1
        reference = networks.backward(kind, p, networks.forward(kind, p, X), y)
        for style, gradients in STYLES.items():
            found = gradients(kind, p, X, y)
            results = [
                compare(found[name], reference[name], GRADIENT)
                for name in networks.gradient_names(len(p.weights))
                if np.max(np.abs(reference[name])) > 1e-12
            ]
            refused[style] += not all(result.right for result in results)
            worst[style] = max([worst[style], *(r.relative_error for r in results)])
    print(f"{count} random right networks, tolerance {GRADIENT:g} ({redrawn} drawn again)")
    for style in STYLES:
        print(f"  {style:20} refused {refused[style]:5}   largest error {worst[style]:.1e}")


if __name__ == "__main__":
    main()
