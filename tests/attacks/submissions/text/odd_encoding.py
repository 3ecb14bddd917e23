# -*- coding: utf-7 -*-
"""A source in an encoding that hides code from readers. Breach: the grader fails."""

def double(x):
    return 0 * x
