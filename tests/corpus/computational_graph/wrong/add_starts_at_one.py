"""Every pass has a new number, and nodes remember the number of the last pass that saw them."""

_pass_number = 0


class Node:
    def __init__(self):
        self.value = None
        self.grad = 0
        self.seen_in = 0

    def forward(self):
        raise NotImplementedError

    def backward(self):
        raise NotImplementedError

    def children(self):
        return []


class Variable(Node):
    def __init__(self, value):
        super().__init__()
        self.value = value

    def forward(self):
        return self.value

    def backward(self):
        pass


class Add(Node):
    symbol = "+"

    def __init__(self, a, b):
        super().__init__()
        self.a = a
        self.b = b

    def children(self):
        return [self.a, self.b]

    def forward(self):
        self.value = 1
        for child in self.children():
            self.value = self.value + child.value
        return self.value

    def backward(self):
        for child in self.children():
            child.grad += self.grad


class Multiply(Node):
    symbol = "*"

    def __init__(self, a, b):
        super().__init__()
        self.a = a
        self.b = b

    def children(self):
        return [self.a, self.b]

    def forward(self):
        self.value = 1
        for child in self.children():
            self.value = self.value * child.value
        return self.value

    def backward(self):
        if self.a is self.b:
            self.a.grad += 2 * self.a.value * self.grad
        else:
            self.a.grad += self.b.value * self.grad
            self.b.grad += self.a.value * self.grad


def collect(output):
    global _pass_number
    _pass_number += 1
    out = []
    agenda = [("enter", output)]
    while agenda:
        what, node = agenda.pop()
        if what == "leave":
            out.append(node)
        elif node.seen_in != _pass_number:
            node.seen_in = _pass_number
            agenda.append(("leave", node))
            agenda.extend(("enter", c) for c in node.children())
    return out


def forward_pass(output):
    values = [node.forward() for node in collect(output)]
    return values[-1]


def backward_pass(output):
    nodes = collect(output)
    for node in nodes:
        node.grad = 0
    output.grad = 1
    for node in nodes[::-1]:
        node.backward()
