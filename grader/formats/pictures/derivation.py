"""A derivation as the lecture's computational graph, every quantity with its verdict."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from markupsafe import Markup

from ..evidence import Step
from .drawing import DataTable, Picture, element, panel, path, text

WIDTH, HEIGHT = 62.0, 42.0
COLUMN, ROW = 84.0, 78.0
MARGIN = 14.0
BARB = 7.0
MOST_LAYERS = 12

MARKS = {"right": "✓", "wrong": "✗", "follows": "(✓)"}
MEANINGS = {
    "right": "right",
    "wrong": "wrong",
    "follows": "not the expected values, but right given your own earlier ones",
    "unknown": "not seen",
}

_NAME = re.compile(r"(?:cache\[')?(d?)([ZAWbza])(\d{1,2})(?:'\])?")

Place = tuple[float, float]


@dataclass(frozen=True, slots=True)
class _Node:
    """A quantity of the graph; without a state it is given, not judged."""

    name: str
    at: Place
    state: str | None = None


def derivation_graph(steps: Sequence[Step]) -> Picture | None:
    """The graph of a forward or a backward pass; None where the steps are not those of one."""
    known = {key: step for step in steps if (key := _key(step.name)) is not None}
    layers = [layer for _, layer in known if layer > 0]
    if not layers or max(layers) > MOST_LAYERS:
        return None
    depth = max(layers)
    backward = any(kind.startswith("d") for kind, _ in known)
    lower = any("z" in step.name for step in steps)
    draw = _backward if backward else _forward
    nodes, edges = draw(known, depth, lower)
    first = next((step for step in steps if step.state == "wrong"), None)
    rest = [step for step in steps if _key(step.name) is None]
    width = 2 * MARGIN + (2 * depth + 1 + (not backward)) * COLUMN
    height = 2 * MARGIN + (3 if backward else 2) * ROW
    label = f"Computational graph. {_spoken(steps)}"
    arrows = [_arrow(nodes[a].at, nodes[b].at) for a, b in edges if a in nodes and b in nodes]
    boxes = [_box(node, first is not None and node.name == first.name) for node in nodes.values()]
    svg = panel(width, height, label, *arrows, *boxes)
    return Picture(
        "derivation", "The derivation, step by step", _caption(first, rest), (svg,), _table(steps)
    )


def _key(name: str) -> tuple[str, int] | None:
    """What a step is: ("dZ", 2) for dZ2 and dz2, ("A", 0) for x; None for anything else."""
    if name == "x":
        return "A", 0
    found = _NAME.fullmatch(name)
    if found is None:
        return None
    letter = found[2] if found[2] == "b" else found[2].upper()
    return found[1] + letter, int(found[3])


Nodes = dict[str, _Node]
Edges = list[tuple[str, str]]
Known = Mapping[tuple[str, int], Step]


def _backward(known: Known, depth: int, lower: bool) -> tuple[Nodes, Edges]:
    """Above what the forward pass gave, from left to right; below the gradients, back again."""
    nodes, edges = _chain({}, depth, lower, 0)
    for layer in range(1, depth + 1):
        column = 2 * layer - 1
        _add(nodes, known, ("dZ", layer), (column, 1))
        _add(nodes, known, ("dA", layer), (column + 1, 1))
        _add(nodes, known, ("dW", layer), (column, 2))
        _add(nodes, known, ("db", layer), (column + 1, 2))
        after = f"dA{layer}" if ("dA", layer) in known else f"dZ{layer + 1}"
        edges += [(f"dZ{layer}", f"dW{layer}"), (f"dZ{layer}", f"db{layer}")]
        edges += [(f"dZ{layer + 1}", f"dA{layer}"), (after, f"dZ{layer}")]
        edges += [(f"A{layer}", f"dZ{layer}")] if layer == depth else []
        if ("dZ", layer) not in known:  # a network that shows only the gradients of parameters
            nodes[f"dZ{layer}"] = _Node(f"d{'z' if lower else 'Z'}{layer}", _at(column, 1))
    return nodes, list(dict.fromkeys(edges))


def _forward(known: Known, depth: int, lower: bool) -> tuple[Nodes, Edges]:
    """Parameters above, the chain from X to the output below."""
    nodes, edges = _chain(known, depth, lower, 1)
    for layer in range(1, depth + 1):
        nodes[f"W{layer}"] = _Node(f"W{layer}, b{layer}", _at(2 * layer - 1, 0))
        edges.append((f"W{layer}", f"Z{layer}"))
    return nodes, edges


def _chain(known: Known, depth: int, lower: bool, row: int) -> tuple[Nodes, Edges]:
    names = ["A0", *(f"{kind}{layer}" for layer in range(1, depth + 1) for kind in "ZA")]
    nodes: Nodes = {}
    for column, name in enumerate(names):
        shown = "x" if lower and name == "A0" else name.lower() if lower else name
        nodes[name] = _Node(shown, _at(column, row))
        _add(nodes, known, (name[0], int(name[1:])), (column, row))
    return nodes, list(pairwise(names))


def _add(nodes: Nodes, known: Known, key: tuple[str, int], place: tuple[int, int]) -> None:
    step = known.get(key)
    if step is not None:
        nodes[f"{key[0]}{key[1]}"] = _Node(step.name, _at(*place), step.state)


def _at(column: int, row: int) -> Place:
    return MARGIN + column * COLUMN + COLUMN / 2, MARGIN + row * ROW + ROW / 2


def _arrow(start: Place, end: Place) -> Markup:
    """From the edge of one box to the edge of the other."""
    (x1, y1), (x2, y2) = _edge(start, end), _edge(end, start)
    turn = math.atan2(y2 - y1, x2 - x1)
    barbs = [
        (x2 - BARB * math.cos(turn + side), y2 - BARB * math.sin(turn + side))
        for side in (-0.45, 0.45)
    ]
    shaft = path([(x1, y1), (x2, y2)], "arrow")
    return shaft + path([barbs[0], (x2, y2), barbs[1]], "arrow")


def _edge(of: Place, towards: Place) -> Place:
    """Where the line between two boxes leaves the first."""
    dx, dy = towards[0] - of[0], towards[1] - of[1]
    share = min(
        WIDTH / 2 / abs(dx) if dx else float("inf"), HEIGHT / 2 / abs(dy) if dy else float("inf")
    )
    return of[0] + share * dx, of[1] + share * dy


def _box(node: _Node, first: bool) -> Markup:
    x, y = node.at[0] - WIDTH / 2, node.at[1] - HEIGHT / 2
    state = node.state if node.state is None or node.state in MEANINGS else "unknown"
    box = element(
        "rect",
        x=x,
        y=y,
        width=WIDTH,
        height=HEIGHT,
        rx=8,
        class_=f"node {state or 'given'}{' first' if first else ''}",
        data_step=node.name if state else None,
        data_state=state,
    )
    parts = [box]
    name = node.name.removeprefix("cache['").removesuffix("']")
    if node.state is None:
        parts.append(text(node.at[0], node.at[1] + 5, name, "given-name", "middle"))
    else:
        parts.append(text(node.at[0], node.at[1] - 2, name, "name", "middle"))
        mark = MARKS.get(state or "", "?")
        parts.append(text(node.at[0], node.at[1] + 15, mark, f"mark {state}", "middle"))
    if first:
        parts.append(text(node.at[0], y - 6, "first mistake", "first-word", "middle"))
    return element("g", *parts)


def _spoken(steps: Sequence[Step]) -> str:
    return "; ".join(f"{step.name}: {MEANINGS.get(step.state, step.state)}" for step in steps)


def _caption(first: Step | None, rest: Sequence[Step]) -> str:
    said = (
        "✓ right, ✗ wrong, (✓) right given your own earlier values. Grey boxes are not judged here"
    )
    if first is not None:
        said = f"The first mistake is in {first.name}. {said}"
    for step in rest:
        said += f". {step.name[:1].upper()}{step.name[1:]}: {MEANINGS.get(step.state, step.state)}"
    return said + "."


def _table(steps: Sequence[Step]) -> DataTable:
    rows = tuple((step.name, MEANINGS.get(step.state, step.state)) for step in steps)
    return DataTable(("Step", "Verdict"), rows)
