class Node:
    def __init__(self):
        self.value = None
        self.grad = 0.0

    def forward(self):
        raise NotImplementedError

    def backward(self):
        raise NotImplementedError


import numpy as np
class Variable(Node):
    def __init__(self, value):
        super().__init__()
        self.value = int(value)
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
        self.value = float(np.add(self.a.value, self.b.value))
        return self.value
    def backward(self):
        for parent, local in ((self.a, 1.0), (self.b, 1.0)):
            parent.grad += local * self.grad
class Multiply(Node):
    def __init__(self, a, b):
        super().__init__()
        self.a = a
        self.b = b
    def forward(self):
        self.value = float(np.multiply(self.a.value, self.b.value))
        return self.value
    def backward(self):
        for parent, local in ((self.a, self.b.value), (self.b, self.a.value)):
            parent.grad += local * self.grad
def topological_order(output):
    parents_of = lambda n: [n.a, n.b] if hasattr(n, "a") else []
    # reverse of DFS finishing by BFS with re-push: longest-distance relabel is too slow, use counting
    indeg = {}
    nodes = [output]; known = {output}
    for n in nodes:
        for p in parents_of(n):
            indeg[p] = indeg.get(p, 0) + 1
            if p not in known:
                known.add(p); nodes.append(p)
    order = [output]
    for n in order:
        for p in parents_of(n):
            indeg[p] -= 1
            if not indeg[p]:
                order.append(p)
    return list(reversed(order))
def forward_pass(output):
    for n in topological_order(output): n.forward()
    return output.value
def backward_pass(output):
    nodes = topological_order(output)
    for n in nodes: n.grad = 0.0
    output.grad = 1.0
    for n in reversed(nodes): n.backward()
