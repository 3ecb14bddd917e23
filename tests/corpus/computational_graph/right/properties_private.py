import numpy as np


class Node(object):
    def __init__(self):
        self.__value = None
        self.__grad = np.float64(0.0)

    @property
    def value(self):
        return self.__value

    @value.setter
    def value(self, v):
        self.__value = None if v is None else np.float64(v)

    @property
    def grad(self):
        return self.__grad

    @grad.setter
    def grad(self, g):
        self.__grad = np.float64(g)

    def _below(self):
        return ()

    def forward(self):
        raise NotImplementedError("a plain Node has no operation")

    def backward(self):
        raise NotImplementedError("a plain Node has no operation")


class Variable(Node):
    def __init__(self, value):
        super(Variable, self).__init__()
        self.value = value

    def forward(self):
        return self.value

    def backward(self):
        pass


class Add(Node):
    def __init__(self, a, b):
        super(Add, self).__init__()
        self.a = a
        self.b = b

    def _below(self):
        return (self.a, self.b)

    def forward(self):
        self.value = np.sum([self.a.value, self.b.value])
        return self.value

    def backward(self):
        self.a.grad += self.grad
        self.b.grad += self.grad


class Multiply(Node):
    def __init__(self, a, b):
        super(Multiply, self).__init__()
        self.a = a
        self.b = b

    def _below(self):
        return (self.a, self.b)

    def forward(self):
        self.value = np.prod([self.a.value, self.b.value])
        return self.value

    def backward(self):
        self.a.grad += np.multiply(self.grad, self.b.value)
        self.b.grad += np.multiply(self.grad, self.a.value)


def sort_graph(output):
    ordered = []
    visited = []            # a list is slow but the graphs are small
    stack = [output]
    while stack:
        node = stack.pop()
        if isinstance(node, list):
            ordered.append(node[0])
        elif node not in visited:
            visited.append(node)
            stack.append([node])
            stack.extend(node._below())
    return ordered


def forward_pass(output):
    for node in sort_graph(output):
        node.forward()
    return output.value


def backward_pass(output):
    ordered = sort_graph(output)
    for node in ordered:
        node.grad = 0
    output.grad = 1
    ordered.reverse()
    for node in ordered:
        node.backward()
