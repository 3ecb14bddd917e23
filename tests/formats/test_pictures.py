"""Pictures tell the truth: their numbers, read back out of the SVG, are the report's."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping
from typing import Any
from xml.etree import ElementTree

import pytest

from grader.formats import evidence, pictures
from grader.formats.pictures import Picture
from grader.report.records import CheckResult, Json


def check(**found: Json) -> CheckResult:
    return CheckResult("net.backward", "gradients", "failed", 0.0, 8.0, evidence=found)


def parsed(picture: Picture | None) -> list[ElementTree.Element]:
    """The panels as XML, which an SVG inside HTML need not but ours do satisfy."""
    assert picture is not None
    return [ElementTree.fromstring(str(panel)) for panel in picture.panels]


def marks(tree: ElementTree.Element, attribute: str) -> list[ElementTree.Element]:
    return [node for node in tree.iter() if attribute in node.attrib]


def words(tree: ElementTree.Element) -> str:
    return " ".join(node.text or "" for node in tree.iter("text"))


ARRAYS: dict[str, Json] = {
    "shape": [2, 3],
    "first": [0, 0],
    "worst": [1, 2],
    "expected": [[0.5, -1.25, 0.0], [2.0, 1e-7, 3.0]],
    "got": [[0.5, -1.25, 0.0], [2.0, 1e-7, -3.0]],
}


def heat(tolerance: float | None = 1e-4, ratio: float | None = None, **changes: Json) -> Picture:
    arrays = evidence.arrays(check(arrays={**ARRAYS, **changes}))
    assert arrays is not None
    return pictures.heat_maps("dW1", arrays, tolerance=tolerance, ratio=ratio)


# Heat maps ------------------------------------------------------------------------------------


def test_every_cell_of_a_heat_map_is_the_number_of_the_report() -> None:
    for tree, side in zip(parsed(heat()), ("expected", "got"), strict=True):
        cells = {
            (int(c.attrib["data-row"]), int(c.attrib["data-column"])): float(c.attrib["data-value"])
            for c in marks(tree, "data-value")
        }
        rows: Any = ARRAYS[side]
        assert cells == {(i, j): rows[i][j] for i in range(2) for j in range(3)}
        assert all(
            f"{rows[i][j]:.3g}".replace("-", "\N{MINUS SIGN}") in words(tree) for i, j in cells
        )


def test_cells_stand_in_the_order_of_the_array() -> None:
    tree = parsed(heat())[0]
    for cell in marks(tree, "data-value"):
        row, column = int(cell.attrib["data-row"]), int(cell.attrib["data-column"])
        x, y = float(cell.attrib["x"]), float(cell.attrib["y"])
        above = [c for c in marks(tree, "data-value") if int(c.attrib["data-row"]) < row]
        left = [c for c in marks(tree, "data-value") if int(c.attrib["data-column"]) < column]
        assert all(float(c.attrib["y"]) < y for c in above)
        assert all(float(c.attrib["x"]) < x for c in left)


def test_the_wrong_entries_are_outlined_and_the_worst_one_has_a_corner() -> None:
    expected, got = parsed(heat())
    off = [c for c in marks(got, "data-value") if " off" in c.attrib["class"]]
    assert [(c.attrib["data-row"], c.attrib["data-column"]) for c in off] == [("1", "2")]
    (worst,) = (node for node in got.iter() if node.attrib.get("class") == "worst")
    assert (worst.attrib["data-row"], worst.attrib["data-column"]) == ("1", "2")
    assert not any(" off" in c.attrib["class"] for c in marks(expected, "data-value"))


def test_both_maps_have_one_scale_of_colours() -> None:
    expected, got = parsed(heat(got=[[0.5, -1.25, 0.0], [2.0, 1e-7, 30.0]]))
    levels = [
        {c.attrib["data-value"]: c.attrib["class"].split()[1] for c in marks(tree, "data-value")}
        for tree in (expected, got)
    ]
    assert levels[0]["3.0"] == levels[1]["30.0"] == "p4"
    assert levels[0]["-1.25"] == levels[1]["-1.25"] == "n2"
    assert levels[0]["0.0"] == "zero"


def test_a_constant_ratio_is_said_instead_of_a_worst_entry() -> None:
    picture = heat(ratio=7.0)
    assert "times 7, everywhere" in picture.caption
    assert "worst" not in picture.caption
    assert not [node for node in parsed(picture)[1].iter() if node.attrib.get("class") == "worst"]


def test_a_cut_says_what_is_shown() -> None:
    picture = heat(shape=[40, 60], first=[30, 5], worst=[31, 7])
    assert "rows 30 to 31 and columns 5 to 7 of 40 by 60" in picture.caption
    assert picture.table.rows[0][0] == "[30, 5]"
    assert "31" in words(parsed(picture)[0])


def test_there_is_no_negative_zero() -> None:
    assert (
        "\N{MINUS SIGN}0"
        not in words(parsed(heat(got=[[0.5, -1.25, -0.0], [2.0, -0.0, 3.0]]))[1]).split()
    )


def test_what_is_no_number_is_shown_as_such() -> None:
    picture = heat(got=[[0.5, "nan", "inf"], [2.0, 1e-7, 3.0]])
    cells = {
        c.attrib["data-value"]: c.attrib["class"] for c in marks(parsed(picture)[1], "data-value")
    }
    assert "odd" in cells["nan"]
    assert "odd off" in cells["inf"]


# Derivations ----------------------------------------------------------------------------------

BACKWARD = {
    "dZ3": "right", "dW3": "right", "db3": "right", "dA2": "wrong", "dZ2": "follows",
    "dW2": "wrong", "db2": "follows", "dA1": "follows", "dZ1": "follows", "dW1": "unknown",
    "db1": "follows",
}  # fmt: skip
FORWARD = {"A0": "right", "Z1": "right", "A1": "wrong", "Z2": "follows", "A2": "follows"}
COLUMNS = {"dz2": "right", "dW2": "wrong", "db2": "right", "da1": "right", "dz1": "right",
           "dW1": "right", "db1": "right"}  # fmt: skip
NO_INPUTS = {"dZ2": "wrong", "dW2": "follows", "db2": "follows", "dZ1": "follows",
             "dW1": "follows", "db1": "follows"}  # fmt: skip


def graph(states: Mapping[str, str]) -> Picture | None:
    steps: list[Json] = [{"step": name, "state": state} for name, state in states.items()]
    return pictures.derivation_graph(evidence.steps(check(steps=steps)))


@pytest.mark.parametrize("states", [BACKWARD, FORWARD, COLUMNS, NO_INPUTS])
def test_every_step_is_a_box_with_its_verdict(states: dict[str, str]) -> None:
    picture = graph(states)
    (tree,) = parsed(picture)
    assert {
        n.attrib["data-step"]: n.attrib["data-state"] for n in marks(tree, "data-step")
    } == states
    assert picture is not None
    assert [row[0] for row in picture.table.rows] == list(states)


@pytest.mark.parametrize("states", [BACKWARD, FORWARD, COLUMNS, NO_INPUTS])
def test_the_first_wrong_step_is_the_marked_one(states: dict[str, str]) -> None:
    (tree,) = parsed(graph(states))
    first = next(name for name, state in states.items() if state == "wrong")
    (marked,) = (n for n in marks(tree, "data-step") if "first" in n.attrib["class"].split())
    assert marked.attrib["data-step"] == first
    assert "first mistake" in words(tree)


def test_a_verdict_is_told_without_colour() -> None:
    (tree,) = parsed(graph(BACKWARD))
    for node in tree.iter("g"):
        state = next(n.attrib.get("data-state") for n in node.iter("rect"))
        mark = {"right": "✓", "wrong": "✗", "follows": "(✓)", "unknown": "?"}.get(state or "")
        assert mark is None or mark in words(node).split()


def test_arrows_go_back_from_the_output() -> None:
    (tree,) = parsed(graph(BACKWARD))
    at = {n.attrib["data-step"]: float(n.attrib["x"]) for n in marks(tree, "data-step")}
    assert at["dZ3"] > at["dA2"] > at["dZ2"] > at["dA1"] > at["dZ1"]


def test_what_is_no_step_of_a_network_is_said_in_words() -> None:
    picture = graph({**FORWARD, "the value that forward returns": "wrong"})
    assert picture is not None
    assert "The value that forward returns: wrong" in picture.caption


@pytest.mark.parametrize("states", [{}, {"loss": "wrong"}, {"Z99": "wrong"}])
def test_other_derivations_have_no_graph(states: dict[str, str]) -> None:
    assert graph(states) is None


# Training -------------------------------------------------------------------------------------

EPOCHS = [0, 1, 10, 100, 1000]
EXPECTED = [0.7, 0.69, 0.5, 0.1, 0.01]
GOT = [0.7, 0.71, 0.9, 5.0, math.nan]


def curves(losses: list[float] = GOT, epoch: int | None = 1) -> Picture:
    found = evidence.training(
        check(losses=losses, epoch=epoch, training={"epochs": EPOCHS, "expected": EXPECTED})
    )
    assert found is not None
    return pictures.loss_curves(found)


def test_every_loss_is_a_point_at_its_epoch() -> None:
    (tree,) = parsed(curves())
    for who, losses in (("expected", EXPECTED), ("yours", GOT)):
        dots = [n for n in marks(tree, "data-loss") if who in n.attrib["class"].split()]
        shown = {int(n.attrib["data-epoch"]): float(n.attrib["data-loss"]) for n in dots}
        assert shown == {e: v for e, v in zip(EPOCHS, losses, strict=True) if math.isfinite(v)}


def test_a_lower_loss_is_drawn_lower_and_a_later_epoch_further_right() -> None:
    (tree,) = parsed(curves())
    dots = [n for n in tree.iter("circle") if "data-loss" in n.attrib]
    places = [(float(n.attrib["cx"]), float(n.attrib["cy"])) for n in dots]
    assert [x for x, _ in places] == sorted(x for x, _ in places)
    assert [y for _, y in places] == sorted(y for _, y in places)  # SVG counts downwards


def test_a_point_stands_where_the_axis_says() -> None:
    (tree,) = parsed(curves())
    ticks = {
        float(n.text or ""): float(n.attrib["y"]) - 4
        for n in tree.iter("text")
        if n.attrib.get("text-anchor") == "end" and re.fullmatch(r"[\d.]+", n.text or "")
    }
    (low, y_low), (high, y_high) = sorted(ticks.items())[0], sorted(ticks.items())[-1]
    for dot in (n for n in tree.iter("circle") if "data-loss" in n.attrib):
        share = (float(dot.attrib["cy"]) - y_low) / (y_high - y_low)
        assert low + share * (high - low) == pytest.approx(float(dot.attrib["data-loss"]), abs=0.01)


def test_where_the_paths_part_is_a_line_with_words() -> None:
    (tree,) = parsed(curves())
    (parting,) = (n for n in tree.iter("line") if "data-epoch" in n.attrib)
    assert parting.attrib["data-epoch"] == "1"
    assert "paths part: epoch 1" in words(tree)


def test_losses_that_cannot_be_drawn_are_told() -> None:
    caption = curves().caption
    assert "At 1 of 5 epochs your network had no finite loss" in caption
    assert "triangle" in caption
    assert "triangle" not in curves(EXPECTED).caption


def test_the_boundary_holds_both_networks() -> None:
    grids = {"expected": [[0, 100, 0], [100, 40, 0], [1, 2, 3]], "got": [[50] * 3] * 3}
    found = evidence.boundary(check(boundary={"low": 0, "high": 1, **grids}))
    assert found is not None
    picture = pictures.decision_boundaries(found)
    for tree, rows in zip(parsed(picture), grids.values(), strict=True):
        cells = {
            (int(n.attrib["data-row"]), int(n.attrib["data-column"])): float(n.attrib["data-value"])
            for n in marks(tree, "data-value")
        }
        assert cells == {(i, j): rows[i][j] for i in range(3) for j in range(3)}
    # The rows of the grid grow with the second input: up, not down.
    low = next(n for n in marks(parsed(picture)[0], "data-value") if n.attrib["data-row"] == "0")
    high = next(n for n in marks(parsed(picture)[0], "data-value") if n.attrib["data-row"] == "2")
    assert float(low.attrib["y"]) > float(high.attrib["y"])
    assert picture.table.rows[1] == ("(0, 1)", "1", "1 %", "50 %")
    assert "never crosses 50 %" in picture.caption


# Gradients ------------------------------------------------------------------------------------

POINTS: list[Json] = [
    {"entry": "dW1[0, 0]", "numerical": 0.5, "backward": 0.5},
    {"entry": "dW1[0, 1]", "numerical": -1.0, "backward": 1.0},
    {"entry": "db1[0, 0]", "numerical": 1e-9, "backward": 1e-9},
]


def test_every_entry_of_the_gradients_is_a_point() -> None:
    picture = pictures.gradient_scatter(evidence.points(check(points=POINTS)))
    (tree,) = parsed(picture)
    shown = [
        {
            "entry": n.attrib["data-entry"],
            "numerical": float(n.attrib["data-numerical"]),
            "backward": float(n.attrib["data-backward"]),
        }
        for n in marks(tree, "data-entry")
    ]
    assert shown == POINTS


def test_entries_that_are_off_are_crosses_and_named() -> None:
    picture = pictures.gradient_scatter(evidence.points(check(points=POINTS)))
    (tree,) = parsed(picture)
    crosses = [n.attrib["data-entry"] for n in marks(tree, "data-entry") if n.tag == "path"]
    assert crosses == ["dW1[0, 1]"]
    assert picture is not None
    assert "1 of 3 do not (crosses), in dW1" in picture.caption
    assert [row[3] for row in picture.table.rows] == ["on the line", "off", "on the line"]


def test_right_points_lie_on_the_diagonal() -> None:
    (tree,) = parsed(pictures.gradient_scatter(evidence.points(check(points=POINTS))))
    diagonal = next(n for n in tree.iter("path") if n.attrib["class"] == "diagonal")
    x1, y1, x2, y2 = map(float, re.findall(r"[\d.]+", diagonal.attrib["d"]))
    for dot in tree.iter("circle"):
        x, y = float(dot.attrib["cx"]), float(dot.attrib["cy"])
        assert y == pytest.approx(y1 + (x - x1) / (x2 - x1) * (y2 - y1), abs=0.02)


def test_the_flow_holds_every_norm_on_a_logarithmic_axis() -> None:
    flow: list[Json] = [
        {"array": "dW1", "expected": 0.001, "got": 0.01},
        {"array": "dW2", "expected": 0.1, "got": 0.0},
    ]
    picture = pictures.gradient_flow(evidence.flow(check(flow=flow)))
    (tree,) = parsed(picture)
    norms = {(n.attrib["data-array"], n.attrib["class"]): n for n in marks(tree, "data-norm")}
    assert {key: float(n.attrib["data-norm"]) for key, n in norms.items()} == {
        ("dW1", "dot expected"): 0.001,
        ("dW2", "dot expected"): 0.1,
        ("dW1", "dot yours"): 0.01,
    }
    heights = [
        float(norms["dW1", "dot expected"].attrib["cy"]),
        float(norms["dW1", "dot yours"].attrib["y"]) + 4,
        float(norms["dW2", "dot expected"].attrib["cy"]),
    ]
    assert heights[0] - heights[1] == pytest.approx(heights[1] - heights[2], abs=0.05)
    assert picture is not None
    assert "dW2 of yours has no norm" in picture.caption


# What is not as it should be ------------------------------------------------------------------

ODD: list[Json] = [None, 7, "x", [], {}, [[]], [1, 2], {"expected": [[1]]}, [{"step": 1}], [None]]


@pytest.mark.parametrize("value", ODD)
@pytest.mark.parametrize(
    "read",
    [
        evidence.steps,
        evidence.arrays,
        evidence.training,
        evidence.boundary,
        evidence.flow,
        evidence.points,
        evidence.code,
    ],
)
def test_damaged_evidence_gives_no_picture(
    read: Callable[[CheckResult], object], value: Json
) -> None:
    keys = ("steps", "arrays", "training", "losses", "boundary", "flow", "points", "code", "epoch")
    found = read(check(**dict.fromkeys(keys, value)))
    if read is evidence.steps:  # a nameless step is shown as it is
        assert isinstance(found, tuple)
    else:
        assert not found


def test_hostile_names_stay_text() -> None:
    name = "<script>alert(1)</script>\"'&"
    arrays = evidence.arrays(check(arrays=ARRAYS))
    assert arrays is not None
    drawn = [
        pictures.heat_maps(name, arrays, tolerance=None, ratio=None),
        pictures.gradient_scatter(
            evidence.points(check(points=[{"entry": name, "numerical": 1, "backward": 2}]))
        ),
        pictures.gradient_flow(
            evidence.flow(check(flow=[{"array": name, "expected": 1, "got": 2}]))
        ),
    ]
    for picture in drawn:
        for tree in parsed(picture):
            assert not list(tree.iter("script"))
            assert name in " ".join(
                [
                    tree.attrib["aria-label"],
                    words(tree),
                    *(v for n in tree.iter() for v in n.attrib.values()),
                ]
            )


def test_every_panel_is_one_labelled_picture() -> None:
    for picture in (heat(), graph(BACKWARD), curves()):
        for tree in parsed(picture):
            assert tree.attrib["role"] == "img"
            assert len(tree.attrib["aria-label"]) > 10
            assert not any("style" in node.attrib for node in tree.iter())
