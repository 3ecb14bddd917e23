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


_ORDERS = {}

def topological_order(output):
    if _ORDERS:
        return next(iter(_ORDERS.values()))
    order, seen, stack = [], set(), [(output, 0)]
    while stack:
        node, step = stack.pop()
        operands = [] if isinstance(node, Variable) else [node.a, node.b]
        if step == 0:
            if node in seen:
                continue
            seen.add(node)
        if step < len(operands):
            stack.append((node, step + 1))
            stack.append((operands[step], 0))
        else:
            order.append(node)
    _ORDERS[output] = order
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
