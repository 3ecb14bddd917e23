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


def _order(output):
    """Generator based: simulate recursion with a stack of generators."""
    def visit(node):
        if id(node) in seen:
            return
        seen.add(id(node))
        if isinstance(node, (Add, Multiply)):
            yield node.a
            yield node.b
        order.append(node)
    seen, order = set(), []
    stack = [visit(output)]
    while stack:
        try:
            stack.append(visit(next(stack[-1])))
        except StopIteration:
            stack.pop()
    return order

topological_order = _order

def forward_pass(output):
    for n in _order(output):
        n.value = n.forward()
    return output.value

def backward_pass(output):
    seq = _order(output)
    for n in seq:
        n.grad = 0
    output.grad += 1
    for i in range(len(seq) - 1, -1, -1):
        seq[i].backward()
