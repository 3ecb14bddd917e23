class Node:
    def __init__(s, *p): s.value, s.grad, s.p = None, 0, p
    def forward(s): raise NotImplementedError
    def backward(s): raise NotImplementedError

class Variable(Node):
    def __init__(s, value): super().__init__(); s.value = value
    def forward(s): return s.value
    def backward(s): pass

class Add(Node):
    def __init__(s, a, b): super().__init__(a, b); s.a, s.b = a, b
    def forward(s): s.value = s.a.value + s.b.value; return s.value
    def backward(s): s.a.grad += s.grad; s.b.grad += s.grad

class Multiply(Add):
    def forward(s): s.value = s.a.value * s.b.value; return s.value
    def backward(s): s.a.grad += s.grad * s.b.value; s.b.grad += s.grad * s.a.value

def _o(r):
    o, t, q = [], {}, [r]
    while q:
        n = q[-1]
        w = [c for c in n.p if c not in t]
        t.setdefault(n)
        if w: q.append(w[-1])
        else: o.append(q.pop())
    return o

def forward_pass(output): return [n.forward() for n in _o(output)][-1]

def backward_pass(output):
    o = _o(output)
    for n in o: n.grad = int(n is output)
    for n in o[::-1]: n.backward()
