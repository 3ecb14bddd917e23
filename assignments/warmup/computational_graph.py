"""Computational graphs (lecture section 2).

Every formula is a graph: leaves hold numbers, operations combine them. Going through
the graph forwards gives the value of the output; going through it backwards, with the
chain rule at every operation, gives the derivative of the output with respect to EVERY
node in a single sweep. That sweep is backpropagation.

`Node` is given. Write the leaf, the two operations and the two passes in place of the
`raise NotImplementedError(...)`. Then run `grade .` in this folder.

The examples in the docstrings are true. `python -m doctest computational_graph.py` tries them
on your code and is silent when all of them agree; in a notebook, this does the same:
`import doctest; doctest.testmod()`.

What to keep in mind:
- A node may be used several times (x * x, or one sum that feeds two products). Its
  gradient is the SUM over all paths from it to the output.
- A pass visits every operation exactly once and every leaf at most once, however many
  paths lead to it: a graph of 60 doublings has 2**60 paths and must not take for ever.
- A chain of 5,000 operations is a fair graph; Python allows about 1,000 nested calls.
- Both passes may be run again, also after the value of a leaf was changed.
"""


class Node:
    """What all nodes have in common. Given: nothing to do here.

    value: the number that forward() found, None before.
    grad: the derivative of the output with respect to this node, 0 before backward_pass.
    """

    def __init__(self):
        self.value = None
        self.grad = 0

    def forward(self):
        """Compute this node's value from those of its operands, store and return it."""
        raise NotImplementedError

    def backward(self):
        """Add this node's share to the grad of each of its operands."""
        raise NotImplementedError


class Variable(Node):
    """A leaf of the graph: a number that is given.

    >>> x = Variable(3.0)
    >>> x.value, x.grad
    (3.0, 0)
    """

    def __init__(self, value):
        raise NotImplementedError("Variable.__init__ is not written yet")

    def forward(self):
        """A leaf has nothing to compute: return the value."""
        raise NotImplementedError("Variable.forward is not written yet")

    def backward(self):
        """A leaf has no operands: nothing happens."""
        raise NotImplementedError("Variable.backward is not written yet")


class Add(Node):
    """The sum of two nodes. The operands are kept as `.a` and `.b`.

    >>> total = Add(Variable(3.0), Variable(4.0))
    >>> total.value is None
    True
    >>> total.forward()
    7.0
    >>> total.value
    7.0
    """

    def __init__(self, a, b):
        raise NotImplementedError("Add.__init__ is not written yet")

    def forward(self):
        """Set `.value` to the sum of the operands' `.value` and return it."""
        raise NotImplementedError("Add.forward is not written yet")

    def backward(self):
        """ADD this node's grad times the local derivative to each operand's grad (section 2).

        The operands' grads may hold shares from other nodes already; those stay in.

        >>> x, y = Variable(3.0), Variable(4.0)
        >>> total = Add(x, y)
        >>> total.grad, y.grad = 10.0, 2.0
        >>> total.backward()
        >>> x.grad, y.grad
        (10.0, 12.0)
        """
        raise NotImplementedError("Add.backward is not written yet")


class Multiply(Node):
    """The product of two nodes. The operands are kept as `.a` and `.b`.

    >>> product = Multiply(Variable(3.0), Variable(4.0))
    >>> product.forward()
    12.0
    """

    def __init__(self, a, b):
        raise NotImplementedError("Multiply.__init__ is not written yet")

    def forward(self):
        """Set `.value` to the product of the operands' `.value` and return it."""
        raise NotImplementedError("Multiply.forward is not written yet")

    def backward(self):
        """ADD this node's grad times the local derivative to each operand's grad (section 2).

        >>> x, y = Variable(3.0), Variable(4.0)
        >>> product = Multiply(x, y)
        >>> product.grad = 10.0
        >>> product.backward()
        >>> x.grad, y.grad
        (40.0, 30.0)
        """
        raise NotImplementedError("Multiply.backward is not written yet")


def topological_order(output):
    """All nodes from which `output` is computed, each once, operands before their users.

    A suggestion: both passes below need such a list (section 2). It is not judged by
    itself; leave it out or write it in another way if you like.

    Returns a list of nodes that ends with `output`.

    >>> x = Variable(3.0)
    >>> square = Multiply(x, x)
    >>> topological_order(square) == [x, square]
    True
    """
    raise NotImplementedError("topological_order is not written yet")


def forward_pass(output):
    """Evaluate the whole graph that ends in `output`: every node once, operands first.

    Returns the value of `output`.

    >>> x, y = Variable(3.0), Variable(4.0)
    >>> output = Multiply(Add(x, y), x)
    >>> forward_pass(output)
    21.0
    >>> x.value = 1.0
    >>> forward_pass(output)
    5.0
    """
    raise NotImplementedError("forward_pass is not written yet")


def backward_pass(output):
    """Set the grad of every node to the derivative of `output` with respect to it (section 2).

    The values are those of the last forward_pass. Every grad in the graph starts at 0
    and the output's at 1 (whatever an earlier pass left there), then each node's
    backward() is called once, the users of a node before the node itself.

    For (x + y) * x the derivatives are 2x + y and x:

    >>> x, y = Variable(3.0), Variable(4.0)
    >>> output = Multiply(Add(x, y), x)
    >>> value = forward_pass(output)
    >>> backward_pass(output)
    >>> x.grad, y.grad, output.grad
    (10.0, 3.0, 1)
    """
    raise NotImplementedError("backward_pass is not written yet")
