"""Numbers that students type into formulas."""

from __future__ import annotations

LEAKS = (0.01, 0.1, 0.2, 0.05, 0.001)
"""Slopes of a leaky ReLU where z < 0."""

LEARNING_RATES = (0.1, 0.01, 0.001, 0.5, 0.05)
"""Learning rates of the lecture's and other people's training loops."""

STRENGTHS = (1.0, 0.5, 0.1, 0.05, 0.02, 0.01, 0.005, 0.002, 0.001, 1e-4, 2e-4)
"""Factors of the parameters in an L2 regularisation."""

CLIPS = (0.1, 0.5, 1.0, 2.0, 5.0, 10.0)
"""Largest entries, or largest norms, of a clipped gradient."""
