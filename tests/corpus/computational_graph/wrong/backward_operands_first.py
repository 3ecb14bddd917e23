# computational graph with Kahn's algorithm (count how many users every node has)
from collections import deque


class Node:
    def __init__(self):
        self.value = None
        self.grad = 0.0

    def operands(self):
        return []

    def forward(self):
        raise NotImplementedError("forward of " + type(self).__name__)

    def backward(self):
        raise NotImplementedError("backward of " + type(self).__name__)


class Variable(Node):
    def __init__(self, value):
        Node.__init__(self)
        self.value = value

    def forward(self):
        return self.value

    def backward(self):
        return None


class Add(Node):
    def __init__(self, a, b):
        Node.__init__(self)
        self.a, self.b = a, b

    def operands(self):
        return [self.a, self.b]

    def forward(self):
        self.value = sum(p.value for p in self.operands())
        return self.value

    def backward(self):
        for p in self.operands():
            p.grad += self.grad


class Multiply(Node):
    def __init__(self, a, b):
        Node.__init__(self)
        self.a, self.b = a, b

    def operands(self):
        return [self.a, self.b]

    def forward(self):
        self.value = self.a.value * self.b.value
        return self.value

    def backward(self):
        for p, other in ((self.a, self.b), (self.b, self.a)):
            p.grad += self.grad * other.value


def reverse_order(output):
    users = {output: 0}
    todo = [output]
    while todo:
        node = todo.pop()
        for p in node.operands():
            if p not in users:
                users[p] = 0
                todo.append(p)
            users[p] += 1
    ready = deque([output])
    order = []
    while ready:
        node = ready.popleft()
        order.append(node)
        for p in node.operands():
            users[p] -= 1
            if users[p] == 0:
                ready.append(p)
    return order


def forward_pass(output):
    result = None
    for node in reversed(reverse_order(output)):
        result = node.forward()
    return result


def backward_pass(output):
    order = reverse_order(output)
    for node in order:
        node.grad = 0.0
    output.grad = 1.0
    for node in reversed(order):
        node.backward()
