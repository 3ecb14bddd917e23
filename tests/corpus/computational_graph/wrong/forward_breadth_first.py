class Node:
    __slots__ = ("value", "grad")

    def __init__(self):
        self.value = None
        self.grad = 0

    def forward(self):
        raise NotImplementedError

    def backward(self):
        raise NotImplementedError


class Variable(Node):
    __slots__ = ()

    def __init__(self, value):
        Node.__init__(self)
        self.value = value

    def forward(self):
        return self.value

    def backward(self):
        return


class Add(Node):
    __slots__ = ("a", "b")

    def __init__(self, a, b):
        Node.__init__(self)
        self.a = a
        self.b = b

    def forward(self):
        self.value = self.a.value + self.b.value
        return self.value

    def backward(self):
        g = self.grad
        self.a.grad += g
        self.b.grad += g


class Multiply(Node):
    __slots__ = ("a", "b")

    def __init__(self, a, b):
        Node.__init__(self)
        self.a = a
        self.b = b

    def forward(self):
        self.value = self.a.value * self.b.value
        return self.value

    def backward(self):
        g = self.grad
        self.a.grad += g * self.b.value
        self.b.grad += g * self.a.value


def _sorted_nodes(output):
    order, state, stack = [], {}, [output]
    while stack:
        n = stack[-1]
        s = state.get(n, 0)
        if s == 0:
            state[n] = 1
            for p in (getattr(n, "a", None), getattr(n, "b", None)):
                if p is not None and state.get(p, 0) == 0:
                    stack.append(p)
        else:
            stack.pop()
            if s == 1:
                state[n] = 2
                order.append(n)
    return order


def forward_pass(output):
    level, order = [output], []
    while level:
        below = []
        for n in level:
            if n not in order:
                order.append(n)
                if not isinstance(n, Variable):
                    below += [n.a, n.b]
        level = below
    for n in order[::-1]:
        n.forward()
    return output.value


def backward_pass(output):
    nodes = _sorted_nodes(output)
    for n in nodes:
        n.grad = 0
    output.grad = 1
    for n in nodes[::-1]:
        n.backward()
