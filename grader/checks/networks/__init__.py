"""Judging a student's network class: the checks that all network exercises share."""

from .backward import judge_backward
from .cases import Case, any_depth, fixed_depth
from .columns import column_case, judge_column_backward, judge_column_forward
from .construct import judge_construct
from .forward import judge_forward
from .repeatable import judge_repeatable
from .update import judge_update
from .xor import judge_xor

__all__ = [
    "Case",
    "any_depth",
    "column_case",
    "fixed_depth",
    "judge_backward",
    "judge_column_backward",
    "judge_column_forward",
    "judge_construct",
    "judge_forward",
    "judge_repeatable",
    "judge_update",
    "judge_xor",
]
