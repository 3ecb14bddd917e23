"""The lecture's formula of each quantity as a line of text, in the notation of NumPy."""

from __future__ import annotations

import re

from .networks import Architecture

_NAME = re.compile(r"(?:cache\[')?(d?[ZAWb])(\d{1,3})(?:'\])?")


def row_formula(kind: Architecture, depth: int, name: str) -> str | None:
    """The formula of a quantity where rows are samples, such as "dW2 = A1.T @ dZ2 / m"."""
    found = _NAME.fullmatch(name)
    if found is None:
        return None
    layer = int(found[2])
    last = layer == depth
    mean = " / m" if kind.mean else ""
    texts = {
        "Z": f"A{layer - 1} @ W{layer} + b{layer}",
        "A": f"{kind.output if last else kind.hidden}(Z{layer})" if layer else "X",
        "dZ": f"A{layer} - y" if last else f"dA{layer} * {kind.hidden}'(Z{layer})",
        "dA": f"dZ{layer + 1} @ W{layer + 1}.T",
        "dW": f"A{layer - 1}.T @ dZ{layer}{mean}",
        "db": f"sum of dZ{layer} over the samples{mean}",
    }
    text = texts.get(found[1])
    if text is None:
        return None
    where = f", where dA{layer} = {texts['dA']}" if found[1] == "dZ" and not last else ""
    return f"{found[1]}{layer} = {text}{where}"


def column_formula(kind: Architecture, name: str) -> str | None:
    """The same for the two layers of section 3, where columns are samples."""
    texts = {
        "x": "x = the input",
        "z1": "z1 = W1 @ x + b1",
        "a1": f"a1 = {kind.hidden}(z1)",
        "z2": "z2 = W2 @ a1 + b2",
        "a2": f"a2 = {kind.output}(z2)",
        "dz2": "dz2 = a2 - y",
        "dW2": "dW2 = dz2 @ a1.T",
        "db2": "db2 = sum of dz2 over the samples",
        "da1": "da1 = W2.T @ dz2",
        "dz1": f"dz1 = da1 * {kind.hidden}'(z1)",
        "dW1": "dW1 = dz1 @ x.T",
        "db1": "db1 = sum of dz1 over the samples",
    }
    return texts.get(name)
