class Node:
    def __init__(self):
        self.value = None
        self.grad = 0

    def forward(self):
        raise NotImplementedError

    def backward(self):
        raise NotImplementedError


class Variable(Node):
    """hoja"""
    def __init__(self, value):
        Node.__init__(self)
        self.value = value
        self.parents = ()
    def forward(self):
        return self.value
    def backward(self):
        return None

class Operation(Node):
    def __init__(self, a, b):
        Node.__init__(self)
        self.a, self.b = a, b
    @property
    def parents(self):
        return (self.a, self.b)
    def forward(self):
        self.value = self.compute(self.a.value, self.b.value)
        return self.value
    def backward(self):
        da, db = self.local()
        self.a.grad = self.a.grad + self.grad * da
        self.b.grad = self.b.grad + self.grad * db

class Add(Operation):
    def compute(self, x, y): return x + y
    def local(self): return 1, 1

class Multiply(Operation):
    def compute(self, x, y): return x * y
    def local(self): return self.b.value, self.a.value

from collections import deque

def _reachable(salida):
    vistos = {id(salida): salida}
    cola = deque([salida])
    while cola:
        nodo = cola.popleft()
        for p in nodo.parents:
            if id(p) not in vistos:
                vistos[id(p)] = p
                cola.append(p)
    return list(vistos.values())

def topological_order(output):
    nodos = _reachable(output)
    usos = {id(n): 0 for n in nodos}
    for n in nodos:
        for p in n.parents:
            usos[id(p)] += 1
    listos = [output]
    orden = []
    while listos:
        n = listos.pop()
        orden.append(n)
        for p in n.parents:
            usos[id(p)] -= 1
            if usos[id(p)] == 0:
                listos.append(p)
    orden.reverse()
    return orden

def forward_pass(output):
    orden = topological_order(output)
    for n in orden:
        n.forward()
    return output.value

def backward_pass(output):
    orden = topological_order(output)
    for n in orden:
        n.grad = 0.0
    output.grad = 1.0
    for n in reversed(orden):
        n.backward()
