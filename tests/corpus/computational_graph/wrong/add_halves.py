# A node can only use nodes that exist already, so the order of creation is a
# topological order. No sorting algorithm needed, just sort by serial number!
import itertools

_serial = itertools.count()


class Node:
    def __init__(self):
        self.serial = next(_serial)
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
        self.a.grad = self.a.grad + self.grad / 2
        self.b.grad = self.b.grad + self.grad / 2


class Multiply(Node):
    def __init__(self, a, b):
        super().__init__()
        self.a = a
        self.b = b

    def forward(self):
        self.value = self.a.value * self.b.value
        return self.value

    def backward(self):
        self.a.grad = self.a.grad + self.grad * self.b.value
        self.b.grad = self.b.grad + self.grad * self.a.value


def reachable(output):
    found = {output.serial: output}
    frontier = [output]
    while frontier:
        node = frontier.pop()
        for name in ("a", "b"):
            operand = getattr(node, name, None)
            if operand is not None and operand.serial not in found:
                found[operand.serial] = operand
                frontier.append(operand)
    return found


def forward_pass(output):
    nodes = reachable(output)
    for serial in sorted(nodes):
        if not isinstance(nodes[serial], Variable):
            nodes[serial].forward()
    return output.value


def backward_pass(output):
    nodes = reachable(output)
    for node in nodes.values():
        node.grad = 0
    output.grad = 1
    for serial in sorted(nodes, reverse=True):
        nodes[serial].backward()
