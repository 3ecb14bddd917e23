class Node:
    def __init__(self):
        self.value = None
        self.grad = 0

    def forward(self):
        pass

    def backward(self):
        pass


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
        self.a.grad += self.grad * self.b.value
        self.b.grad += self.grad * self.a.value


def parents(node):
    if isinstance(node, (Add, Multiply)):
        return [node.a, node.b]
    return []


def topological(output):
    order, seen = [], set()
    stack = [(output, False)]
    while stack:
        node, done = stack.pop()
        if done:
            order.append(node)
            continue
        if id(node) in seen:
            continue
        seen.add(id(node))
        stack.append((node, True))
        for p in parents(node):
            stack.append((p, False))
    return order


def forward_pass(output):
    for node in topological(output):
        node.forward()
    return output.value


def backward_pass(output):
    order = topological(output)
    for node in order:
        node.grad = 0
    output.grad = 1
    for node in reversed(order):
        node.backward()
