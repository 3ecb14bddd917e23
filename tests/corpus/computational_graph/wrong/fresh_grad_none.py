# Each operation remembers the operand values it saw in forward for its backward,
# like torch's save_for_backward.


class Node:
    def __init__(self, value=None):
        self.value = value
        self.grad = None

    def forward(self):
        raise NotImplementedError

    def backward(self):
        raise NotImplementedError


class Variable(Node):
    def __init__(self, value):
        Node.__init__(self, value)

    def forward(self):
        return self.value

    def backward(self):
        pass


class Add(Node):
    def __init__(self, a, b):
        Node.__init__(self)
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
        Node.__init__(self)
        self.a = a
        self.b = b
        self.saved = None

    def save(self):
        self.saved = (self.a.value, self.b.value)
        return self.saved

    def forward(self):
        u, v = self.save()
        self.value = u * v
        return self.value

    def backward(self):
        # also works if somebody set the values by hand without a forward
        u, v = self.save()
        self.a.grad += self.grad * v
        self.b.grad += self.grad * u


def postorder(output):
    """Reversed (node, right, left) walk would not be enough for diamonds, so: two stacks."""
    finished = {}
    stack = [output]
    while stack:
        node = stack.pop()
        if node in finished:
            continue
        pending = [n for n in vars(node).values() if isinstance(n, Node) and n not in finished]
        if pending:
            stack.append(node)
            stack.append(pending[0])
        else:
            finished[node] = True
    return list(finished)


def forward_pass(output):
    order = postorder(output)
    for node in order:
        node.forward()
    return order[-1].value


def backward_pass(output):
    order = postorder(output)
    for node in order:
        node.grad = 0.0
    order[-1].grad = 1.0
    for k in range(len(order) - 1, -1, -1):
        order[k].backward()
