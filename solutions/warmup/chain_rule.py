"""The chain rule (lecture section 1).

A derivative can be had in two ways: measured, by asking a function for its values
close to x, or computed, by multiplying the derivatives of the parts that it is made
of. This exercise asks for both, so that you can hold one against the other, as you
will do with whole networks later.

Replace each `raise NotImplementedError(...)` by your code. Then run `grade .` in this folder.

The examples in the docstrings are true. `python -m doctest chain_rule.py` tries them
on your code and is silent when all of them agree; in a notebook, this does the same:
`import doctest; doctest.testmod()`.

Whole numbers and integer arrays are as good as floats everywhere: the derivative of
x**2 at the integer 3 is 6.
"""

import numpy as np


def numerical_derivative(f, x, h=1e-5):
    """The derivative of f at x, measured by a central difference (section 1).

    Central means: f is looked at on both sides of x, at a distance of h. The error of
    such a difference shrinks with h squared, that of a one-sided one only with h.

    f: a function of one number; when x is an array, f works on arrays elementwise.
    x: a number, or an array of any shape, of floats or integers. It is left as it was.
    h: the step.

    Returns a float when x is a number, an array of x's shape when x is an array.

    >>> round(numerical_derivative(lambda x: x**2, 3.0), 6)
    6.0
    >>> numerical_derivative(lambda x: x**3, np.array([0, 1, 2])).round(6).tolist()
    [0.0, 3.0, 12.0]

    A caller may choose the step, here a wide one, with its error:

    >>> round(numerical_derivative(lambda x: x**3, 1.0, h=0.5), 6)
    3.25
    """
    ### BEGIN SOLUTION
    x = np.asarray(x, dtype=float)
    slope = (f(x + h) - f(x - h)) / (2 * h)
    return float(slope) if x.ndim == 0 else slope
    ### END SOLUTION


def chain_derivative(functions, derivatives, x):
    """The derivative at x of a chain of functions, by the chain rule (section 1).

    The chain is functions[-1](... functions[1](functions[0](x)) ...): the FIRST of the
    list is applied to x first. Think about the point at which each derivative is taken.

    functions: a list of functions of one number, of any length.
    derivatives: a list of the same length; derivatives[i] is the derivative of
        functions[i], as a function.
    x: a number.

    Returns a float. A chain of no functions hands x through: its derivative is 1.0.

    Squaring, then tripling, is 3 x**2; tripling, then squaring, is 9 x**2:

    >>> square, square_slope = (lambda u: u**2), (lambda u: 2 * u)
    >>> triple, triple_slope = (lambda u: 3 * u), (lambda u: 3)
    >>> chain_derivative([square, triple], [square_slope, triple_slope], 2.0)
    12.0
    >>> chain_derivative([triple, square], [triple_slope, square_slope], 2.0)
    36.0
    >>> chain_derivative([], [], 2.0)
    1.0
    """
    ### BEGIN SOLUTION
    derivative = 1.0
    for function, slope in zip(functions, derivatives):
        derivative *= slope(x)
        x = function(x)
    return derivative
    ### END SOLUTION
