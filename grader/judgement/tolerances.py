"""How far a right answer may be from ours, and why.

All tolerances are relative to the largest entry of the expected array: one
per array, never per entry (a tiny entry of a right float32 gradient has no
accurate digits) and never over several arrays at once (a large array would
hide a small one).
"""

from __future__ import annotations

GRADIENT = 1e-4
"""Gradients, trained weights. Probes are drawn again until float32 inside, and an epsilon of 1e-7
in the chain rule, cost at most a fifth of this: right programs of either style have room."""

VALUE = 1e-6
"""Values of functions in float64: separates a misplaced epsilon (1e-5) from rounding (1e-12)."""

SINGLE_PRECISION_VALUE = 1e-5
"""Forward values of a network, where float32 inside is allowed: a few units of 6e-8 per layer."""

GUARDED_LOG = 1e-6
"""Cross-entropy with a guard of up to 1e-8 inside the logarithm, for probabilities above 0.02."""

UPDATE = 1e-6
"""One gradient-descent step in float32 or better."""

TRAJECTORY = 1e-3
"""Trained weights at the marks: ten times the worst accepted variant on the chosen starts."""

NAMING = 1e-6
"""A known wrong formula names the mistake only when it reproduces the student's numbers so well."""

RESTORED = 1e-12
"""Parameters and inputs that must be as before, up to the rounding of x + h - h."""

COLLAPSED = 1e-6
"""A quantity whose largest entry is below this part of the right one's carries nothing forward."""
