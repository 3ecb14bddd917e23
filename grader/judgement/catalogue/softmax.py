"""Mistakes in softmax's Jacobian and in its cross-entropy."""

from __future__ import annotations

from .entries import Bug

_BACKWARD = "Practice exercise 5: dZ = P * (dP - sum(dP * P)), the sum along the row"

SOFTMAX = (
    Bug(
        "diagonal-jacobian",
        "{where} uses only the diagonal of softmax's Jacobian",
        "dP_i/dZ_j = P_i (delta_ij - P_j): every output depends on every logit",
        _BACKWARD,
    ),
    Bug(
        "incomplete-jacobian",
        "{where} leaves out a factor or a term of softmax's Jacobian",
        "dZ_i = sum_j dP_j P_j (delta_ij - P_i) = P_i (dP_i - sum_j dP_j P_j)",
        _BACKWARD,
    ),
    Bug(
        "jacobian-wrong-axis",
        "{where} adds up over the samples",
        "Each row has a Jacobian of its own: sum_j dP_j P_j runs over the classes of one sample",
        _BACKWARD,
    ),
    Bug(
        "gradient-taken-for-targets",
        "{where} subtracts dP as if it were the targets",
        "P - Y is softmax and cross-entropy in one step; dP is the derivative of any loss by P",
        _BACKWARD,
    ),
    Bug(
        "largest-target-only",
        "{where} looks at the largest target of each row only",
        "Y may be a distribution such as [0.2, 0.5, 0.3]: each class has its part, y log p",
        "Look for argmax",
    ),
    Bug(
        "divided-by-probability",
        "{where} divides by a probability that is 0",
        "dL/dP = -Y / P is infinite there, and 0 * infinity is not a number",
        "Practice exercise 5: in one step it cancels, dZ = (P - Y) / m",
    ),
)
