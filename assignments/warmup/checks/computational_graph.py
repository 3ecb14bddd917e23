import numpy as np

from grader import Exercise, Judgement, Mismatch, Parts, StudentFault, agrees, expect

exercise = Exercise("computational_graph", title="Computational graphs", lecture="2")
GRAPH = "Lecture section 2: forward in topological order, backward in the reverse one"


@exercise.fixture
def count_calls(kinds):
    """Count forward and backward calls per object, without changing any class's name."""
    log = {}

    def wrap(kind, method):
        original = getattr(kind, method)

        def counted(self, *args, **kwargs):
            key = (method, id(self))
            log[key] = log.get(key, 0) + 1
            return original(self, *args, **kwargs)

        setattr(kind, method, counted)

    for kind in kinds:
        for method in ("forward", "backward"):
            wrap(kind, method)
    return lambda method, node: log.get((method, id(node)), 0)


@exercise.fixture
def repair(kinds):
    """Give Add, Multiply and Variable right methods, so that only the passes are judged."""
    variable, add, multiply = kinds
    start = variable.__init__

    def hold(self, value):
        start(self, value)
        self.value = value

    def keep(self):
        return self.value

    def nothing(self):
        return None

    def add_forward(self):
        self.value = self.a.value + self.b.value
        return self.value

    def add_backward(self):
        self.a.grad += self.grad
        self.b.grad += self.grad

    def multiply_forward(self):
        self.value = self.a.value * self.b.value
        return self.value

    def multiply_backward(self):
        self.a.grad += self.grad * self.b.value
        self.b.grad += self.grad * self.a.value

    variable.__init__, variable.forward, variable.backward = hold, keep, nothing
    add.forward, add.backward = add_forward, add_backward
    multiply.forward, multiply.backward = multiply_forward, multiply_backward


@exercise.fixture
def build(kinds, values, recipe):
    """A graph: leaves of the given values, then (operation, operand, operand) per node."""
    variable, add, multiply = kinds
    nodes = [variable(value) for value in values]
    for operation, a, b in recipe:
        nodes.append((add if operation == "+" else multiply)(nodes[a], nodes[b]))
    return tuple(nodes)


@exercise.fixture
def chain(kinds, value, length):
    """x + x_1 + x_2 + ...: as deep as it is long."""
    variable, add, _ = kinds
    nodes = [variable(value)]
    for i in range(length):
        pair = nodes[-1], variable(0.001 * i)
        nodes.append(add(*pair) if i % 2 else add(*pair[::-1]))
    return tuple(nodes)


@exercise.fixture
def doubled(kinds, value, length):
    """x, x + x, (x + x) + (x + x), ...: 2^length paths over length nodes."""
    variable, add, _ = kinds
    nodes = [variable(value)]
    for _ in range(length):
        nodes.append(add(nodes[-1], nodes[-1]))
    return tuple(nodes)


@exercise.fixture
def each_once(calls, method, nodes):
    """Whether every node but the leaf in front was visited, and no more than once."""
    return all(calls(method, node) == 1 for node in nodes[1:])


@exercise.fixture
def numbers(nodes, name):
    return [getattr(node, name) for node in nodes]


@exercise.fixture
def set_numbers(nodes, name, values):
    for node, value in zip(nodes, values):
        setattr(node, name, value)


@exercise.fixture
def pick(nodes, index):
    return nodes[index]


def kinds(student):
    """The student's three classes."""
    return [student.Variable, student.Add, student.Multiply]


# Leaves, then nodes as (operation, operand, operand); the last node is the output.
GRAPHS = {
    "x alone": (1, []),
    "x * x": (1, [("*", 0, 0)]),
    "(x + y) * z": (3, [("+", 0, 1), ("*", 3, 2)]),
    "a diamond: (x * y + x) * (x * y)": (2, [("*", 0, 1), ("+", 2, 0), ("*", 3, 2)]),
    "x + x": (1, [("+", 0, 0)]),
    "(x + x) + (x + x)": (1, [("+", 0, 0), ("+", 1, 1)]),
    "((x + y) + z) + u": (4, [("+", 0, 1), ("+", 4, 2), ("+", 5, 3)]),
    "x * x * x + x * y": (
        2,
        [("*", 0, 0), ("*", 2, 0), ("*", 0, 1), ("+", 3, 4)],
    ),
    "two diamonds": (
        2,
        [("+", 0, 1), ("*", 2, 0), ("*", 2, 1), ("+", 3, 4), ("*", 5, 2), ("+", 6, 5)],
    ),
    "a long way and a short way": (
        2,
        [("*", 0, 1), ("+", 2, 1), ("*", 3, 0), ("+", 4, 2), ("*", 0, 5)],
    ),
}


# Nodes are told apart by what they are, not by their value.
EQUAL = ("(x + y) * (z + x), all of one value", (3, [("+", 0, 1), ("+", 2, 0), ("*", 3, 4)]))


def evaluate(values, recipe):
    """The value of every node."""
    found = list(values)
    for operation, a, b in recipe:
        found.append(found[a] + found[b] if operation == "+" else found[a] * found[b])
    return found


def gradients(values, recipe):
    """d output / d node for every node, by one pass back over the recipe."""
    found = evaluate(values, recipe)
    grads = [0.0] * len(found)
    grads[-1] = 1.0
    for index in range(len(found) - 1, len(values) - 1, -1):
        operation, a, b = recipe[index - len(values)]
        grads[a] += grads[index] * (1.0 if operation == "+" else found[b])
        grads[b] += grads[index] * (1.0 if operation == "+" else found[a])
    return grads


def numbers_of(draw, count, same=False):
    """Values that are not 0 or 1, all different and the first negative unless asked to be the same."""
    if same:
        return [draw.number(1.2, 3.0)] * count
    signs = [-1, *(draw.choice([-1, 1]) for _ in range(count - 1))]
    return [draw.number(1.2, 3.0) * sign + 0.01 * i for i, sign in enumerate(signs)]


@exercise.check(points=6)
def operations(student, draw):
    """Variable, Add and Multiply compute, store and return their value"""
    parts = Parts()
    x, y = numbers_of(draw, 2)
    with parts.part():
        node = student.construct(student.Node)
        expect(node, "Node()").is_true(node.value is None, "Node().value is not None at the start")
        fresh_grad(node, "Node()")
        for method in ("forward", "backward"):
            refuses(node, method)
        leaf = student.construct(student.Variable, x)
        expect(leaf.value, "Variable(x).value").equals(x, wrong=truncated(x))
        got = leaf.forward()
        if got is None:
            expect(got, "x").fails("Variable(x).forward() returns None", "leaf-forward-wrong")
        expect(got, "Variable(x).forward()").equals(x, wrong={"leaf-forward-wrong": [0.0, 1.0]})
        expect(leaf.grad, "Variable(x).grad").equals(0.0)
        leaf.grad = y
        leaf.backward()
        text = "Variable(x).backward() changes the leaf's grad"
        expect(leaf, "Variable(x)").is_true(agrees(leaf.grad, y), text)
    for name, right, other in (("Add", x + y, x * y), ("Multiply", x * y, x + y)):
        with parts.part():
            a, b = holding(student, x), holding(student, y)
            node = student.construct(getattr(student, name), a, b)
            fresh_grad(node, f"{name}(a, b)")
            got = node.forward()
            expect(got, f"{name}(a, b).forward()").equals(
                right, wrong={"swapped-functions": other, "subtracted-not-added": x - y, "wrong-sign": -right}
            )
            stored = expect(node.value, f"{name}(a, b).value after forward()")
            if node.value is None:
                stored.fails(f"{name}(a, b).value is still None after forward()", "value-not-stored")
            stored.equals(right)
            operands = node.a == a and node.b == b
            text = f"{name}(a, b).a and .b are not the operands"
            expect(node, f"{name}(a, b)").is_true(operands, text)
            a.value = 2 * x
            expect(node.forward(), f"{name}(a, b).forward() after a.value changed").equals(
                2 * x + y if name == "Add" else 2 * x * y, wrong={"cached-value": right}
            )
    return parts.judgement()


def holding(student, value):
    """A leaf, with this value even if its __init__ does not keep it."""
    leaf = student.construct(student.Variable, value)
    leaf.value = value
    return leaf


def fresh_grad(node, name):
    """A grad of 0, said in other words than of something that a function returns."""
    value = expect(node.grad, f"{name}.grad")
    value.is_true(node.grad is not None, f"{name}.grad is None at the start, not 0")
    value.equals(0.0)


def refuses(node, method):
    """The base class has no operation of its own."""
    try:
        getattr(node, method)()
    except StudentFault as fault:
        if fault.kind == "unfinished":
            return
    text = f"Node().{method}() does not raise NotImplementedError"
    expect(node, f"Node().{method}()").fails(text)


@exercise.check(points=6)
def local_gradients(student, draw):
    """backward() of Add and Multiply adds grad times the local derivative to both operands"""
    parts = Parts()
    x, y, up, before = numbers_of(draw, 4)
    for name in ("Add", "Multiply"):
        for values, start in (((x, y), 0.0), ((x, y), before), ((0.0, y), before)):
            with parts.part():
                slopes = (1.0, 1.0) if name == "Add" else values[::-1]
                judge_local(student, name, values, up, slopes, start)
        with parts.part():
            judge_twice(student, name, x, up, before)
    return parts.judgement()


def judge_twice(student, name, x, up, before):
    """An operation whose operands are one and the same node."""
    a = holding(student, x)
    node = student.construct(getattr(student, name), a, a)
    node.value = 2 * x if name == "Add" else x * x
    node.grad = up
    a.grad = before
    node.backward()
    slope = 1.0 if name == "Add" else x
    once = {"assigned-not-added": up * slope}
    case = f"a = {x:.4g}, grad = {up:.4g}, a.grad is {before:.4g} already"
    expect(a.grad, f"a.grad after {name}(a, a).backward()", case).equals(
        before + 2 * up * slope, wrong=once, look_at=GRAPH
    )


def judge_local(student, name, values, up, slopes, start):
    """One backward() from a known grad, onto operands whose grad is ``start``."""
    a, b = (holding(student, value) for value in values)
    node = student.construct(getattr(student, name), a, b)
    node.value = values[0] + values[1] if name == "Add" else values[0] * values[1]
    node.grad = up
    a.grad = b.grad = start
    node.backward()
    for operand, slope, other, label in ((a, slopes[0], slopes[1], "a"), (b, slopes[1], slopes[0], "b")):
        wrong = {
            "assigned-not-added": [up * slope] if start else [],
            "missing-upstream-gradient": start + slope,
            "swapped-operands": start + up * other,
            "local-derivative-wrong": [
                start,
                start + up * node.value,
                start + up * values[0] + up * values[1],
                *([start + up * v for v in values] if name == "Add" else []),
                start + 0.5 * up * slope,
                start + 2 * up * slope,
            ],
            "wrong-sign": start - up * slope,
        }
        case = f"a = {values[0]:.4g}, b = {values[1]:.4g}, grad = {up:.4g}"
        if start:
            case += f", the operands' grad is {start:.4g} already"
        expect(operand.grad, f"{label}.grad after {name}(a, b).backward()", case).equals(
            start + up * slope, wrong=wrong, look_at=GRAPH
        )


@exercise.check(points=4, excused_by=["operations"])
def forward_pass(student, draw):
    """forward_pass(output) evaluates every node once, operands first"""
    return either(student, draw, judge_forward_pass)


@exercise.check(points=6, excused_by=["operations", "local_gradients"])
def backward_pass(student, draw):
    """backward_pass(output) gives every node the sum over all paths"""
    return either(student, draw, judge_backward_pass)


@exercise.check(points=3, excused_by=["operations", "local_gradients"])
def deep_graphs(student, draw):
    """Both passes manage 5,000 nodes in a row, and nodes that share a great many paths"""
    return either(student, draw, judge_deep)


def either(student, draw, judge):
    """Judge the passes as they are; if that fails, once more with right operations under them."""
    seed = draw.integers(0, 2**31)
    judgement = judge(student, type(draw)(int(seed), "graph"))
    if judgement.share == 1.0:
        return judgement
    try:
        student.fixture("repair")(kinds(student))
        repaired = judge(student, type(draw)(int(seed), "graph"))
    except StudentFault:
        return judgement
    finally:
        student.restart()  # the repaired classes must not be met by a later check
    share = max(repaired.share, judgement.share)
    return Judgement(share, judgement.strict_share, judgement.findings)


def make(student, values, recipe):
    """The nodes of a graph, in the worker."""
    return student.keep(student.fixture("build"), kinds(student), values, recipe)


def judge_forward_pass(student, draw):
    parts = Parts()
    for name, (leaves, recipe) in GRAPHS.items():
        with parts.part():
            values = numbers_of(draw, leaves)
            nodes = make(student, values, recipe)
            output = student.fixture("pick")(nodes, -1)
            calls = student.fixture("count_calls")(kinds(student))
            right = evaluate(values, recipe)
            expect(student.forward_pass(output), "forward_pass(output)", name).equals(right[-1])
            got = student.fixture("numbers")(nodes, "value")
            expect(got, "the nodes' values after forward_pass", name).equals(right)
            judge_times(student, calls, nodes, "forward", (leaves, 0, recipe), name)
            again = numbers_of(draw, leaves)
            student.fixture("set_numbers")(nodes, "value", again)
            expect(
                student.forward_pass(output), "forward_pass(output) after the leaves changed", name
            ).equals(evaluate(again, recipe)[-1], wrong={"cached-value": right[-1]})
    return parts.judgement()


def judge_backward_pass(student, draw):
    parts = Parts()
    for name, (leaves, recipe) in [*GRAPHS.items(), EQUAL]:
        with parts.part():
            values = numbers_of(draw, leaves, same=name == EQUAL[0])
            nodes = make(student, values, recipe)
            output = student.fixture("pick")(nodes, -1)
            # The values are given, so that only the backward pass is judged.
            student.fixture("set_numbers")(nodes, "value", evaluate(values, recipe))
            calls = student.fixture("count_calls")(kinds(student))
            right = gradients(values, recipe)
            student.backward_pass(output)
            times = visits(student, calls, nodes, "backward", range(leaves, len(right)))
            slips = misguided(values, recipe) if all(times) else {}
            judge_gradients(student, nodes, right, name, slips)
            judge_times(student, calls, nodes, "backward", (leaves, leaves, recipe), name)
            student.backward_pass(output)
            again = leftovers(values, recipe, right)
            judge_gradients(student, nodes, right, f"{name}, backward_pass a second time", again)
            dirty = [5.0 + g for g in right]
            student.fixture("set_numbers")(nodes, "grad", dirty)
            student.backward_pass(output)
            again = leftovers(values, recipe, dirty)
            judge_gradients(student, nodes, right, f"{name}, grads were not zero before", again)
    return parts.judgement()


def judge_gradients(student, nodes, right, case, wrong):
    """The grads of all nodes of a graph."""
    got = student.fixture("numbers")(nodes, "grad")
    seeds = [got[-1]] if isinstance(got, list) and isinstance(got[-1], (int, float)) else []
    scaled = [[seed * slope for slope in right] for seed in seeds if seed != 1]
    expect(got, "the list of all grads (leaves first, output last)", case).equals(
        right, wrong={"seed-not-one": scaled, **wrong}, look_at=GRAPH
    )


def judge_times(student, calls, nodes, method, graph, case):
    """No node is visited more than once; one visit per path is a mistake with a name."""
    leaves, first, recipe = graph
    paths = count_paths(leaves, recipe)
    times = visits(student, calls, nodes, method, range(first, len(paths)))
    most = max(times, default=0)
    if most > 1:
        bug = "visited-per-path" if times == paths[first:] else None
        name = f"{method}_pass"
        expect(times, name, case).fails(f"{name} visits one node {most} times", bug, GRAPH)


def visits(student, calls, nodes, method, indices):
    """How often the method of each of these nodes has been called."""
    return [calls(method, student.fixture("pick")(nodes, index)) for index in indices]


def count_paths(leaves, recipe):
    """The number of ways from the output to each node."""
    paths = [0] * (leaves + len(recipe))
    paths[-1] = 1
    for index in range(len(paths) - 1, leaves - 1, -1):
        _, a, b = recipe[index - leaves]
        paths[a] += paths[index]
        paths[b] += paths[index]
    return paths


def passed_back(values, recipe, order, start=None):
    """The grads when backward() is called in this order of nodes."""
    found = evaluate(values, recipe)
    grads = [0.0] * len(found) if start is None else list(start)
    grads[-1] = 1.0
    for index in order:
        if index >= len(values):
            operation, a, b = recipe[index - len(values)]
            grads[a] += grads[index] * (1.0 if operation == "+" else found[b])
            grads[b] += grads[index] * (1.0 if operation == "+" else found[a])
    return grads


def misguided(values, recipe):
    """What a backward pass in a wrong order, or along every path, gives."""
    leaves, count = len(values), len(values) + len(recipe)

    def operands(index):
        return [] if index < leaves else list(recipe[index - leaves][1:])

    def depth_first(index, seen, flip):
        if index in seen:
            return []
        seen.add(index)
        below = operands(index)[::-1] if flip else operands(index)
        return [index, *(i for each in below for i in depth_first(each, seen, flip))]

    def breadth_first(early):
        queue, done = [count - 1], []
        while queue:
            index = queue.pop(0)
            if index in done:
                continue
            done.append(index)
            queue += [i for i in operands(index) if not early or i not in queue + done]
        return done

    def per_path(index):
        return [index, *(i for each in operands(index) for i in per_path(each))]

    orders = [
        depth_first(count - 1, set(), False),
        depth_first(count - 1, set(), True),
        breadth_first(True),
        breadth_first(False),
        list(range(count)),
    ]
    return {
        "wrong-order": [passed_back(values, recipe, order) for order in orders],
        "visited-per-path": [passed_back(values, recipe, per_path(count - 1))],
    }


def leftovers(values, recipe, start):
    """What comes out when all, or only some, grads are not reset."""
    leaves, back = len(values), list(range(len(start) - 1, -1, -1))
    kept = [
        list(start),
        [g if i < leaves else 0.0 for i, g in enumerate(start)],
        [0.0 if i < leaves else g for i, g in enumerate(start)],
    ]
    return {"gradients-not-reset": [passed_back(values, recipe, back, each) for each in kept]}


def truncated(value):
    """What an integer makes of it."""
    return {"integer-truncation": [float(int(value))]}


def judge_deep(student, draw):
    parts = Parts()
    for graph, size in (("chain", 5000), ("doubled", 60)):
        x = draw.number(0.5, 1.5)
        for name in ("forward_pass", "backward_pass"):
            parts.attempt(judge_one_deep, student, name, (graph, x, size))
    return parts.judgement()


def judge_one_deep(student, name, graph):
    """One pass over one deep graph: the depth is judged, and the number where a small one is right."""
    calls = student.fixture("count_calls")(kinds(student))
    case = "5,000 additions in a row" if graph[0] == "chain" else "60 nodes, each the double of the one before"
    try:
        nodes = deep_nodes(student, *graph)
        judge_one_pass(student, name, nodes, graph, case)
    except Mismatch:
        walked = student.fixture("each_once")(calls, name.removesuffix("_pass"), nodes)
        if not walked or not wrong_when_small(student, name, graph):
            raise
    except StudentFault as fault:
        if fault.type_name == "RecursionError":
            text = f"{name} runs out of Python's recursion depth: {case}"
            expect(0, name, case).fails(text, "recursion-depth", GRAPH)
        if fault.kind == "timeout":
            text = f"{name} does not come to an end: {case}"
            bug = "visited-per-path" if graph[0] == "doubled" else "does-not-return"
            expect(0, name, case).fails(text, bug, GRAPH)
        raise
    return Judgement(1.0, 1.0)


def wrong_when_small(student, name, graph):
    """Whether the same mistake shows, and costs points, in the check of that pass."""
    builder, x, _ = graph
    small = builder, x, 3
    try:
        judge_one_pass(student, name, deep_nodes(student, *small), small, "a small graph")
    except (Mismatch, StudentFault):
        return True
    return False


def deep_nodes(student, builder, x, size):
    """The first leaf, and every operation in order."""
    return student.keep(student.fixture(builder), kinds(student), x, size)


def judge_one_pass(student, name, nodes, graph, case):
    """The value of the output, or the grad of the first leaf."""
    builder, x, size = graph
    values = [x]
    for i in range(size):
        values.append(values[-1] + (0.001 * i if builder == "chain" else values[-1]))
    leaf, output = (student.fixture("pick")(nodes, index) for index in (0, -1))
    if name == "forward_pass":
        expect(student.forward_pass(output), "forward_pass(output)", case).equals(values[-1])
        return
    student.fixture("set_numbers")(nodes, "value", values)
    student.backward_pass(output)
    slope = 1.0 if builder == "chain" else 2.0**size
    expect(leaf.grad, "the leaf's grad after backward_pass(output)", case).equals(slope)
