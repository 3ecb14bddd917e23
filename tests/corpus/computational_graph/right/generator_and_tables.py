from __future__ import annotations
from abc import ABC
from collections import deque
from typing import Iterator, Optional
class Node:
    value: Optional[float] = None
    grad: float = 0
    children: tuple = ()
    def forward(self): raise NotImplementedError("forward")
    def backward(self): raise NotImplementedError("backward")
class Variable(Node):
    def __init__(self, value): self.value = value
    def forward(self): return self.value
    def backward(self): return None
class Binary(Node):
    def __init__(self, a, b):
        self.children = (a, b)
    @property
    def a(self): return self.children[0]
    @property
    def b(self): return self.children[1]
    def forward(self):
        self.value = self.op(*(c.value for c in self.children))
        return self.value
    def backward(self):
        for child, d in zip(self.children, self.partials(self.a.value, self.b.value)):
            child.grad = child.grad + self.grad * d
class Add(Binary):
    op = staticmethod(lambda x, y: x + y)
    partials = staticmethod(lambda x, y: (1, 1))
class Multiply(Binary):
    op = staticmethod(lambda x, y: x * y)
    partials = staticmethod(lambda x, y: (y, x))
def _order(root) -> Iterator[Node]:
    """Kahn from the output: a node is free when all its users are out."""
    users = {}
    todo, seen = deque([root]), {root}
    while todo:
        n = todo.popleft()
        for c in n.children:
            users[c] = users.get(c, 0) + 1
            if c not in seen:
                seen.add(c); todo.append(c)
    free = [root]
    while free:
        n = free.pop()
        yield n
        for c in n.children:
            users[c] -= 1
            if not users[c]: free.append(c)
def forward_pass(output):
    result = output.value
    for n in reversed(list(_order(output))): result = n.forward()
    return output.value
def backward_pass(output):
    nodes = list(_order(output))
    for n in nodes: n.grad = 0.0
    output.grad = 1.0
    for n in nodes: n.backward()
