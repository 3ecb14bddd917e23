"""Object-oriented: an Operation knows how to combine values and its partial derivatives,
a Graph object knows the order. The functions at the bottom are what the exercise asks for."""
from abc import abstractmethod


class Node:
    def __init__(self):
        self.value = None
        self.grad = 0

    def forward(self):
        raise NotImplementedError(f"{self.__class__.__name__}.forward")

    def backward(self):
        raise NotImplementedError(f"{self.__class__.__name__}.backward")


class Variable(Node):
    def __init__(self, value):
        super().__init__()
        self.initial = value
        self.value = value

    def forward(self):
        self.value = self.initial
        return self.value

    def backward(self):
        return None


class Operation(Node):
    def __init__(self, a, b):
        super().__init__()
        self.a = a
        self.b = b
        self.local = None

    @abstractmethod
    def combine(self, u, v):
        ...

    @abstractmethod
    def partials(self, u, v):
        ...

    def forward(self):
        self.value = self.combine(self.a.value, self.b.value)
        return self.value

    def backward(self):
        d_a, d_b = self.partials(self.a.value, self.b.value)
        self.a.grad += self.grad * d_a
        self.b.grad += self.grad * d_b


class Add(Operation):
    def combine(self, u, v):
        return u + v

    def partials(self, u, v):
        return 1, 1


class Multiply(Operation):
    def combine(self, u, v):
        return u * v

    def partials(self, u, v):
        return v, u


class Graph:
    def __init__(self, output):
        self.output = output
        self.nodes = []
        self._sort()

    def _sort(self):
        visited = set()
        stack = [self.output]
        while stack:
            node = stack[-1]
            if node in visited:
                stack.pop()
                continue
            waiting = []
            if isinstance(node, Operation):
                waiting = [n for n in (node.a, node.b) if n not in visited]
            if waiting:
                stack.extend(waiting)
            else:
                visited.add(node)
                self.nodes.append(stack.pop())

    def evaluate(self):
        for node in self.nodes:
            node.forward()
        return self.output.value

    def differentiate(self):
        for node in self.nodes:
            node.grad = 0
        self.output.grad = 1
        for node in reversed(self.nodes):
            node.backward()


def forward_pass(output):
    return Graph(output).evaluate()


def backward_pass(output):
    Graph(output).differentiate()


def demo():
    x = Variable(-2.0)
    y = Variable(5.0)
    z = Variable(-4.0)
    f = Multiply(Add(x, y), z)
    print("f =", forward_pass(f))
    backward_pass(f)
    print("df/dx =", x.grad, " df/dy =", y.grad, " df/dz =", z.grad)


demo()
