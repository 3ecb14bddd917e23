# Gradient flows "when all users have reported": a node waits until the gradient of
# every user has arrived, only then it passes its own gradient on.


class Node:
    value = None
    grad = 0

    def forward(self):
        raise NotImplementedError

    def backward(self):
        raise NotImplementedError


class Variable(Node):
    def __init__(self, value):
        self.value = value

    def forward(self):
        return self.value

    def backward(self):
        pass


class Add(Node):
    def __init__(self, a, b):
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
        self.a = a
        self.b = b

    def forward(self):
        self.value = self.a.value * self.b.value
        return self.value

    def backward(self):
        self.a.grad += self.b.value * self.grad
        self.b.grad += self.a.value * self.grad


def operands(node):
    return () if isinstance(node, Variable) else (node.a, node.b)


def count_users(output):
    users = {output: []}
    queue = [output]
    for node in queue:                 # the list grows while we walk over it
        for operand in operands(node):
            if operand not in users:
                users[operand] = []
                queue.append(operand)
            users[operand].append(node)
    return users


def forward_pass(output):
    users = count_users(output)
    missing = {node: len(operands(node)) for node in users}
    ready = [node for node in users if missing[node] == 0]
    while ready:
        node = ready.pop()
        node.forward()
        for user in users[node]:
            missing[user] -= 1
            if missing[user] == 0:
                ready.append(user)
    return output.value


def backward_pass(output):
    users = count_users(output)
    waiting = {}
    for node in users:
        if not isinstance(node, Variable):
            node.grad = 0
        waiting[node] = len(users[node])
    output.grad = 1
    ready = [output]
    while ready:
        node = ready.pop()
        node.backward()
        for operand in operands(node):
            waiting[operand] -= 1
            if waiting[operand] == 0:
                ready.append(operand)
