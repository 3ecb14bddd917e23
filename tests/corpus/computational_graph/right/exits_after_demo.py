import sys

sys.setrecursionlimit(20000)


class Node:
    def __init__(self):
        self.value = None
        self.grad = 0

    def forward(self):
        raise NotImplementedError()

    def backward(self):
        raise NotImplementedError()


class Variable(Node):
    def __init__(self, value):
        super().__init__()
        self.value = value

    def forward(self):
        return self.value

    def backward(self):
        pass


class BinaryOperation(Node):
    def __init__(self, a, b):
        super().__init__()
        self.a = a
        self.b = b


class Add(BinaryOperation):
    def forward(self):
        self.value = self.a.value + self.b.value
        return self.value

    def backward(self):
        self.a.grad += 1 * self.grad
        self.b.grad += 1 * self.grad


class Multiply(BinaryOperation):
    def forward(self):
        self.value = self.a.value * self.b.value
        return self.value

    def backward(self):
        self.a.grad += self.b.value * self.grad
        self.b.grad += self.a.value * self.grad


def build_topo(node, visited, topo):
    if node in visited:
        return
    visited.add(node)
    if isinstance(node, BinaryOperation):
        build_topo(node.a, visited, topo)
        build_topo(node.b, visited, topo)
    topo.append(node)


def forward_pass(output):
    topo = []
    build_topo(output, set(), topo)
    for n in topo:
        n.forward()
    return output.value


def backward_pass(output):
    topo = []
    build_topo(output, set(), topo)
    for n in topo:
        n.grad = 0
    output.grad = 1
    while topo:
        topo.pop().backward()


x = Variable(3.0)
y = Multiply(x, x)
print(forward_pass(y))
backward_pass(y)
print(x.grad)
sys.exit(0)
