"""Like micrograd: operators are overloaded and every node knows its _prev."""


class Node:
    def __init__(self, *_prev):
        self.value = None
        self.grad = 0
        self._prev = _prev

    def forward(self):
        raise NotImplementedError

    def backward(self):
        raise NotImplementedError

    def __add__(self, other):
        return Add(self, _lift(other))

    __radd__ = __add__

    def __mul__(self, other):
        return Multiply(self, _lift(other))

    __rmul__ = __mul__

    def __repr__(self):
        return f"{type(self).__name__}(value={self.value}, grad={self.grad})"


def _lift(other):
    return other if isinstance(other, Node) else Variable(other)


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
        super().__init__(a, b)
        self.a, self.b = a, b

    def forward(self):
        self.value = self.a.value + self.b.value
        return self.value

    def backward(self):
        self.a.grad += self.grad
        self.b.grad += self.grad


class Multiply(Node):
    def __init__(self, a, b):
        super().__init__(a, b)
        self.a, self.b = a, b

    def forward(self):
        self.value = self.a.value * self.b.value
        return self.value

    def backward(self):
        self.a.grad += self.b.value * self.grad
        self.b.grad += self.a.value * self.grad


def _topo(root):
    topo, visited, stack = [], set(), [root]
    while stack:
        v = stack[-1]
        visited.add(v)
        fresh = [p for p in v._prev if p not in visited]
        if fresh:
            stack.append(fresh[0])
        else:
            topo.append(stack.pop())
    return topo


def forward_pass(output):
    for v in _topo(output):
        v.forward()
    return output.value


def backward_pass(output):
    topo = _topo(output)
    for v in topo:
        v.grad = 0
    output.grad = 1
    stack, seen = [output], set()
    while stack:
        v = stack.pop()
        if v not in seen:
            seen.add(v)
            v.backward()
            stack.extend(v._prev)


if __name__ == "__main__":
    x, y, z = Variable(2), Variable(3), Variable(4)
    f = (x + y) * z
    print(forward_pass(f))
    backward_pass(f)
    print(x, y, z)
