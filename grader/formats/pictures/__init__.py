"""Pictures of a report's evidence, as SVG with the numbers behind them.

For pages: nothing here knows of Jinja, of files or of a whole report. ``css`` styles them.
"""

from __future__ import annotations

from pathlib import Path

from .derivation import derivation_graph
from .drawing import DataTable, Picture
from .gradients import gradient_flow, gradient_scatter
from .heatmap import heat_maps
from .training import decision_boundaries, loss_curves

__all__ = [
    "DataTable",
    "Picture",
    "css",
    "decision_boundaries",
    "derivation_graph",
    "gradient_flow",
    "gradient_scatter",
    "heat_maps",
    "loss_curves",
]


def css() -> str:
    """The style that all pictures need, for light, dark and print."""
    return Path(__file__).with_name("pictures.css").read_text("utf-8")
