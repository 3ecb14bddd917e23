"""Practice exercise 4: visualise how gradients flow.

Going back through the layers, a gradient is multiplied again and again: it may shrink
until the first layers hardly learn, or grow until they jump. One number per layer, the
size of dW, drawn over the layers, shows which of the two happens.

Replace each `raise NotImplementedError(...)` by your code. Then run `grade .` in this folder.

The examples in the docstrings are true. `python -m doctest gradient_flow.py` tries them
on your code and is silent when all of them agree; in a notebook, this does the same:
`import doctest; doctest.testmod()`.

What to keep in mind:
- No network class is asked for here. The `nn` that you are handed is any network of the
  convention of section 4, of any depth: nn.weights and nn.biases (lists of arrays),
  nn.forward(X), nn.backward(y). To look at one of your own, import it from your other
  file.
- Norms are judged as numbers, the figure by what is in it: style and colours are yours.
- Draw inside the function only, not when the file is imported.
"""

import matplotlib.pyplot as plt
import numpy as np


def gradient_norms(nn, X, y):
    """The size of the gradient of each layer's weights, after one forward and backward pass.

    The size of dW is its Frobenius norm: the square root of the sum of the squares of all
    its entries.

    nn: a network; its weights and biases stay as they are.
    X, y: (m, n_in) and (m, n_out).

    Returns a list of L floats, for dW1 ... dWL in this order.

    A network that always has the same gradients:

    >>> class Constant:
    ...     weights = [np.ones((2, 2)), np.ones((2, 1))]
    ...     biases = [np.zeros((1, 2)), np.zeros((1, 1))]
    ...     def forward(self, X):
    ...         return np.full((len(X), 1), 0.5)
    ...     def backward(self, y):
    ...         return {"dW1": np.ones((2, 2)), "db1": np.zeros((1, 2)),
    ...                 "dW2": np.array([[3.0], [4.0]]), "db2": np.zeros((1, 1))}
    >>> gradient_norms(Constant(), np.array([[0, 1]]), np.array([[1]]))
    [2.0, 5.0]
    """
    raise NotImplementedError("gradient_norms is not written yet")


def plot_gradient_flow(norms, ax=None):
    """Draw the norms over the layers: one point or bar per layer, layer 1 first.

    The y axis is logarithmic, both axes have a label, and there is a title.

    norms: a list, tuple or array of L positive numbers, drawn as they are.
    ax: the matplotlib Axes to draw on; a new figure is made when there is none.

    Returns the Axes.

    >>> ax = plot_gradient_flow([0.5, 0.05, 0.2])
    >>> ax.get_yscale()
    'log'
    >>> figure, (left, right) = plt.subplots(1, 2)
    >>> plot_gradient_flow(np.array([0.5, 0.05]), ax=right) is right
    True
    """
    raise NotImplementedError("plot_gradient_flow is not written yet")
