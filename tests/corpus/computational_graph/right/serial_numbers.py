import itertools
class Node:
    _ids = itertools.count()
    def __init__(self, *inputs):
        self.id = next(Node._ids)
        self.inputs = list(inputs)
        self.value = None
        self.grad = 0
    def forward(self): raise NotImplementedError
    def backward(self): raise NotImplementedError
    def __add__(self, other): return Add(self, other)
    def __mul__(self, other): return Multiply(self, other)
    def __repr__(self): return f"<{type(self).__name__} {self.id}: {self.value}, grad {self.grad}>"
class Variable(Node):
    def __init__(self, value):
        super().__init__()
        self.value = value
    def forward(self): return self.value
    def backward(self): pass
class Add(Node):
    def __init__(self, a, b):
        super().__init__(a, b)
        self.a, self.b = self.inputs
    def forward(self):
        x, y = [n.value for n in self.inputs]
        self.value = x + y
        return self.value
    def backward(self):
        for n in self.inputs: n.grad += self.grad
class Multiply(Node):
    def __init__(self, a, b):
        super().__init__(a, b)
        self.a, self.b = self.inputs
    def forward(self):
        x, y = [n.value for n in self.inputs]
        self.value = x * y
        return self.value
    def backward(self):
        n, k = self.inputs
        n.grad, k_grad = n.grad + self.grad * k.value, self.grad * n.value
        k.grad += k_grad
def reachable(output):
    found, frontier = {output.id: output}, [output]
    while frontier:
        frontier = [p for n in frontier for p in n.inputs if p.id not in found and not found.update({p.id: p})]
    # inputs are always made before the nodes that use them
    return [found[i] for i in sorted(found)]
def forward_pass(output):
    for n in reachable(output):
        n.forward()
    return output.value
def backward_pass(output):
    nodes = reachable(output)
    for n in nodes: n.grad = 0
    output.grad = 1
    for n in nodes[::-1]: n.backward()
if __name__ == "__main__":
    x = Variable(3)
    print(forward_pass(x * x + x))
