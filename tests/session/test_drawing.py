"""Plots of the exercise that draws, and of all who import matplotlib without need."""

from __future__ import annotations

PLOT = """
import matplotlib.pyplot as plt
def draw(norms):
    fig, ax = plt.subplots()
    ax.bar(range(len(norms)), norms)
    ax.set_yscale("log")
    plt.savefig("flow.png")
    plt.show()
    return ax
"""


def test_axes_can_be_asked_what_was_drawn(load):
    session = load(PLOT)
    assert session.loaded.problems == ()
    axes = session.student.draw([1.0, 10.0, 100.0])
    assert axes._type == "Axes"
    assert axes.get_yscale() == "log"
    assert [axes.patches[number].get_height() for number in range(3)] == [1.0, 10.0, 100.0]
