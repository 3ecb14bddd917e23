"""Functional version: the mathematics lives in a table of rules, the nodes only look it up."""
import operator
from functools import reduce


class Node:
    def __init__(self, value=None, inputs=()):
        self.value = value
        self.grad = 0.0
        self.inputs = tuple(inputs)

    def forward(self):
        rule = RULES.get(type(self))
        if rule is None:
            raise NotImplementedError(type(self))
        self.value = rule[0](*(n.value for n in self.inputs)) if self.inputs else self.value
        return self.value

    def backward(self):
        rule = RULES.get(type(self))
        if rule is None:
            raise NotImplementedError(type(self))
        partials = rule[1](*(n.value for n in self.inputs))
        for n, d in zip(self.inputs, partials):
            n.grad += self.grad * d


class Variable(Node):
    def __init__(self, value):
        super().__init__(value)


class Add(Node):
    a = property(lambda self: self.inputs[0])
    b = property(lambda self: self.inputs[1])

    def __init__(self, a, b):
        super().__init__(inputs=(a, b))


class Multiply(Node):
    a = property(lambda self: self.inputs[0])
    b = property(lambda self: self.inputs[1])

    def __init__(self, a, b):
        super().__init__(inputs=(a, b))


RULES = {
    Variable: (None, lambda: ()),
    Add: (operator.add, lambda u, v: (1.0, 1.0)),
    Multiply: (operator.mul, lambda u, v: (v, u)),
}


def linearise(output):
    """Reverse post-order: users before operands."""
    stack, entered, left = [output], set(), []
    while stack:
        n = stack.pop()
        if n is None:
            left.append(stack.pop())
        elif n not in entered:
            entered.add(n)
            stack += [n, None]
            stack += n.inputs
    return left[::-1]


def forward_pass(output):
    return reduce(lambda _, n: n.forward(), linearise(output)[::-1], None)


def backward_pass(output):
    tape = linearise(output)
    list(map(lambda n: setattr(n, "grad", 0.0), tape))
    output.grad = 1.0
    list(map(lambda n: n.backward(), tape))
