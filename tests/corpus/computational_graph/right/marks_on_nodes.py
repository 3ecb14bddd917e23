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


def topological_order(output):
    order = []
    stack = [output]
    while stack:
        node = stack.pop()
        state = getattr(node, "_mark", 0)
        if state == 2:
            continue
        if state == 1:
            node._mark = 2
            order.append(node)
            continue
        node._mark = 1
        stack.append(node)
        if not isinstance(node, Variable):
            for child in (node.a, node.b):
                if getattr(child, "_mark", 0) == 0:
                    stack.append(child)
    for node in order:
        del node._mark
    return order

def forward_pass(output):
    order = topological_order(output)
    for node in order:
        node.forward()
    return order[-1].value

def backward_pass(output):
    order = topological_order(output)
    for node in order:
        node.grad = 0
    order[-1].grad = 1
    for node in order[::-1]:
        node.backward()
