class Node:
    def __init__(self):
        self.value = None
        self.grad = 0

    def forward(self):
        raise NotImplementedError

    def backward(self):
        raise NotImplementedError


class Variable(Node):
    def __init__(self, value):
        super().__init__()
        self.value = value

    def forward(self):
        return self.value

    def backward(self):
        pass


class Add(Node):
    def __init__(self, a, b):
        super().__init__()
        self.a = a
        self.b = b

    def forward(self):
        self.value = self.a.value + self.b.value
        return self.value

    def backward(self):
        assert self.value is not None, "call forward first"
        self.a.grad += self.grad
        self.b.grad += self.grad


class Multiply(Node):
    def __init__(self, a, b):
        super().__init__()
        self.a = a
        self.b = b

    def forward(self):
        self.value = self.a.value * self.b.value
        return self.value

    def backward(self):
        assert self.value is not None, "call forward first"
        self.a.grad += self.grad * self.b.value
        self.b.grad += self.grad * self.a.value


def topological_order(output):
    order, done = [], set()
    stack = [(output, False)]
    while stack:
        node, expanded = stack.pop()
        if expanded:
            order.append(node)
            continue
        if id(node) in done:
            continue
        done.add(id(node))
        stack.append((node, True))
        if isinstance(node, (Add, Multiply)):
            stack.append((node.b, False))
            stack.append((node.a, False))
    return order


def forward_pass(output):
    for node in topological_order(output):
        node.forward()
    return output.value


def backward_pass(output):
    order = topological_order(output)
    for node in order:
        node.grad = 0
    output.grad = 1
    for node in reversed(order):
        node.backward()

