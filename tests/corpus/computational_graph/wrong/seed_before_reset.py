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
        result = self.a.value + self.b.value
        self.value = result
        return result

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


class Graph:
    """keeps the nodes of the graph of one output"""
    def __init__(self, output):
        self.output = output
        self.nodes = self._sort()

    def _sort(self):
        nodes, seen, stack = [], set(), [self.output]
        while stack:
            node = stack[-1]
            unseen = [p for p in self.operands(node) if id(p) not in seen]
            if unseen:
                stack.append(unseen[0])
            else:
                stack.pop()
                if id(node) not in seen:
                    seen.add(id(node))
                    nodes.append(node)
        return nodes

    @staticmethod
    def operands(node):
        if isinstance(node, Variable):
            return []
        return [node.a, node.b]

    def forward(self):
        for node in self.nodes:
            node.forward()
        return self.output.value

    def zero_grad(self):
        for node in self.nodes:
            node.grad = 0

    def backward(self):
        self.output.grad = 1
        self.zero_grad()
        for node in reversed(self.nodes):
            node.backward()

def topological_order(output):
    return Graph(output).nodes

def forward_pass(output):
    return Graph(output).forward()

def backward_pass(output):
    Graph(output).backward()
