import sys
# tri par profondeur: chaque noeud reçoit sa hauteur, puis on trie
class Node(object):
    def __init__(self):
        self.value, self.grad = None, 0
    def forward(self):
        raise NotImplementedError()
    def backward(self):
        raise NotImplementedError()
class Variable(Node):
    def __init__(self, value):
        Node.__init__(self)
        self.value = value
    def forward(self):
        return self.value
    def backward(self):
        return
class Add(Node):
    def __init__(self, a, b):
        Node.__init__(self)
        self.a, self.b = a, b
    def forward(self):
        self.value = sum([self.a.value, self.b.value])
        return self.value
    def backward(self):
        for p in (self.a, self.b):
            p.grad += 1 * self.grad
class Multiply(Node):
    def __init__(self, a, b):
        Node.__init__(self)
        self.a, self.b = a, b
    def forward(self):
        va, vb = self.a.value, self.b.value
        self.value = va * vb
        return self.value
    def backward(self):
        da, db = self.grad * self.b.value, self.grad * self.a.value
        self.a.grad += da
        self.b.grad += db
def hauteurs(output):
    h, pile = {}, [output]
    while pile:
        n = pile[-1]
        if n in h:
            pile.pop()
            continue
        ops = [n.a, n.b] if hasattr(n, 'a') else []
        manquants = [o for o in ops if o not in h]
        if manquants:
            pile.extend(manquants)
        else:
            h[n] = 1 + max([h[o] for o in ops], default=-1)
            pile.pop()
    return h
def forward_pass(output):
    h = hauteurs(output)
    for n in sorted(h, key=h.get):
        v = n.forward()
    return v
def backward_pass(output):
    h = hauteurs(output)
    for n in h:
        n.grad = 0
    output.grad = 1
    for n in sorted(h, key=h.get, reverse=True):
        n.backward()
