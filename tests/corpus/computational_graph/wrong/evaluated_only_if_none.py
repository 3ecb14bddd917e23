from __future__ import annotations

from dataclasses import dataclass, field
from typing import Iterator


@dataclass(eq=False)
class Node:
    value: float | None = field(default=None, init=False)
    grad: float = field(default=0.0, init=False)

    def parents(self) -> tuple[Node, ...]:
        return ()

    def forward(self) -> float:
        raise NotImplementedError

    def backward(self) -> None:
        raise NotImplementedError


class Variable(Node):
    def __init__(self, value: float) -> None:
        super().__init__()
        self.value = float(value)

    def forward(self) -> float:
        return self.value

    def backward(self) -> None:
        """A leaf has nowhere to send its gradient."""


@dataclass(eq=False, repr=False)
class Operation(Node):
    a: Node
    b: Node

    def parents(self) -> tuple[Node, ...]:
        return (self.a, self.b)


class Add(Operation):
    def forward(self) -> float:
        self.value = self.a.value + self.b.value
        return self.value

    def backward(self) -> None:
        for parent in self.parents():
            parent.grad += self.grad


class Multiply(Operation):
    def forward(self) -> float:
        self.value = self.a.value * self.b.value
        return self.value

    def backward(self) -> None:
        self.a.grad += self.grad * self.b.value
        self.b.grad += self.grad * self.a.value


def walk(output: Node) -> Iterator[Node]:
    """Post-order walk with a stack of iterators in place of recursion."""
    seen = {id(output)}
    path = [(output, iter(output.parents()))]
    while path:
        node, rest = path[-1]
        for parent in rest:
            if id(parent) not in seen:
                seen.add(id(parent))
                path.append((parent, iter(parent.parents())))
                break
        else:
            path.pop()
            yield node


def forward_pass(output: Node) -> float:
    for node in walk(output):
        if node.value is None:
            node.forward()
    return output.value


def backward_pass(output: Node) -> None:
    nodes = list(walk(output))
    for node in nodes:
        node.grad = 0.0
    output.grad = 1.0
    for node in nodes[::-1]:
        node.backward()
