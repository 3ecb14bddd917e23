import numpy as np

from grader import Exercise, Parts, StudentFault, agrees, expect, unchanged

exercise = Exercise("chain_rule", title="The chain rule", lecture="1")


@exercise.fixture
def cube(x):
    return x**3


@exercise.fixture
def cube_slope(x):
    return 3 * x**2


@exercise.fixture
def sine(x):
    return np.sin(x)


@exercise.fixture
def cosine(x):
    return np.cos(x)


@exercise.fixture
def growth(x):
    return np.exp(0.5 * x)


@exercise.fixture
def growth_slope(x):
    return 0.5 * np.exp(0.5 * x)


@exercise.fixture
def line(x):
    return 1.3 * x + 0.4


@exercise.fixture
def line_slope(x):
    return 1.3 + 0.0 * x


@exercise.fixture
def wave(x):
    return x + 0.5 * np.sin(2 * x)


@exercise.fixture
def wave_slope(x):
    return 1 + np.cos(2 * x)


@exercise.fixture
def decay(x):
    return np.exp(-0.4 * x)


@exercise.fixture
def decay_slope(x):
    return -0.4 * np.exp(-0.4 * x)


LINKS = [
    (cube, cube_slope),
    (sine, cosine),
    (growth, growth_slope),
    (line, line_slope),
    (wave, wave_slope),
    (decay, decay_slope),
]
# A product of a dozen numbers: rounding stays far below, differences far above.
EXACT = 1e-12
STEEP_LINKS = [(cube, cube_slope), (line, line_slope), (wave, wave_slope)]
LONG_LINKS = [(sine, cosine), (line, line_slope), (wave, wave_slope)]


@exercise.check(points=8)
def numerical_derivative(student, draw):
    """numerical_derivative(f, x, h) is the central difference of f at a number x"""
    parts = Parts()
    for f in (cube, growth, wave, decay):
        x = draw.number(1.0, 2.0) * draw.choice([-1.0, 1.0])
        with parts.part():
            judge_difference(student, f, x, {})
        with parts.part():
            judge_difference(student, f, x, {"h": 0.1})
    return parts.judgement()


@exercise.check(points=5)
def numerical_arrays(student, draw):
    """for an array x, numerical_derivative works elementwise and leaves x as it was"""
    parts = Parts()
    for x in (
        draw.uniform(1.0, 2.0, (4,)),
        draw.uniform(1.0, 2.0, (3, 2)),
        draw.integers(1, 4, (5,)),
        draw.uniform(1.0, 2.0, (2, 1, 3)),
    ):
        # Slopes of a cube at whole numbers are whole, which would hide that they are cut off.
        curves = [growth, decay] if x.dtype.kind == "i" else [cube, growth, decay]
        with parts.part():
            judge_difference(student, draw.choice(curves), x, {})
    return parts.judgement()


def judge_difference(student, f, x, step):
    """One difference against the definition, and against the usual slips."""
    h = step.get("h", 1e-5)
    got = student.numerical_derivative(student.fixture(f.__name__), x, **step)
    changed = student.last.changed
    name = f"numerical_derivative(f, x{f', h={h}' if step else ''})"
    whole_numbers = np.asarray(x).dtype.kind == "i"
    case = f"f = {f.__name__}, x = {x:.4g}" if np.ndim(x) == 0 else f"f = {f.__name__}, {x.dtype} array of shape {x.shape}"
    x = np.asarray(x, dtype=float)
    central, half = difference(f, x, h), difference(f, x, h / 2)
    tiny = difference(f, x, 1e-5)
    forward = (f(x + h) - f(x)) / h
    backward = (f(x) - f(x - h)) / h
    wrong = {
        "one-sided-difference": [forward, backward],
        "undivided-difference": [2 * h * central, h * central, h * forward, h * h * central],
        "step-halved": 2 * central,
        "step-doubled": [forward / 2, central / 2],
        "wrong-sign": -central,
        "missing-parentheses": f(x + h) - f(x - h) / (2 * h),
    }
    if step:
        wrong["ignored-step"] = [tiny, difference(f, x, 1e-6), difference(f, x, 1e-4), difference(f, x, 1e-3)]
    wrong["rounded-result"] = [np.round(central, digits) for digits in (2, 3, 4, 5, 6)]
    wrong["float-truncated"] = in_single_precision(f, x, h)
    if np.ndim(x) > 0:
        wrong["only-some-entries"] = some_entries(central)
    if whole_numbers:
        whole = np.trunc(x + h), np.trunc(x - h)
        wrong["integer-truncation"] = [
            (f(whole[0]) - f(whole[1])) / (2 * h),
            np.zeros_like(central),
            np.trunc(central),
        ]
    # (f(x + h/2) - f(x - h/2)) / h is a central difference, too.
    if step and not np.allclose(got_or_nan(got), half, rtol=1e-7):
        expect(got, name, case).equals(central, tolerance=1e-7, wrong=wrong)
    if not step:
        expect(got, name, case).equals(central, tolerance=1e-6, wrong=wrong)
    unchanged(changed, "numerical_derivative")


def in_single_precision(f, x, h):
    """The difference between points that float32 has rounded."""
    above, below = np.float32(np.float32(x) + h), np.float32(np.float32(x) - h)
    return (f(above) - f(below)) / (2 * h)


def some_entries(right):
    """Only the first entry or row filled, or the first entry everywhere."""
    first, row = np.zeros_like(right), np.zeros_like(right)
    first.flat[0] = right.flat[0]
    row[0] = right[0]
    return [first, row, np.full_like(right, right.flat[0]), right[0], right.flat[0]]


def difference(f, x, h):
    """The central difference by definition."""
    return (f(x + h) - f(x - h)) / (2 * h)


def got_or_nan(value):
    """A number to compare with, whatever came back."""
    return value if isinstance(value, (float, np.floating)) else np.nan


@exercise.check(points=8)
def chain_derivative(student, draw):
    """chain_derivative multiplies the derivatives along a chain of functions"""
    parts = Parts()
    for count in (2, 3, 4, 5):
        links = draw.sample(LINKS if count > 2 else STEEP_LINKS, count)
        with parts.part():
            judge_chain(student, links, cut_off_point(links, draw) if count == 2 else point(links, draw))
    with parts.part():
        judge_chain(student, *whole_chain(draw))
    return parts.judgement()


@exercise.check(points=4)
def chain_lengths(student, draw):
    """chain_derivative takes any number of functions: none, one, many"""
    parts = Parts()
    with parts.part():
        judge_empty(student, draw.number(0.5, 1.5))
    with parts.part():
        links = [draw.choice([(cube, cube_slope), (decay, decay_slope)])]
        judge_chain(student, links, point(links, draw))
    with parts.part():
        links = [LONG_LINKS[i % 3] for i in range(12)]
        judge_chain(student, links, point(links, draw))
    return parts.judgement()


def judge_empty(student, x):
    """The chain without a link."""
    name = "chain_derivative([], [], x)"
    try:
        got = student.chain_derivative([], [], x)
    except StudentFault as fault:
        if fault.kind != "exception" or fault.type_name == "AttributeError":
            raise
        expect(0, name).fails(f"{name}: {fault.text}", "empty-chain")
    expect(got, name).equals(1.0, wrong={"empty-chain": [0.0, x, np.nan, got_or_nan(got)]})


def point(links, draw):
    """Where neither a link nor the product vanishes."""
    for _ in range(1000):
        x = draw.number(0.3, 1.5)
        values, slopes = follow(links, x)
        if np.all(np.abs(slopes) > 0.05) and np.max(np.abs(values)) < 20:
            break
    return x


def cut_off_point(links, draw):
    """Such a point where the product cut off to a whole number is not the rounded one."""
    for _ in range(1000):
        x = point(links, draw)
        product = np.prod(follow(links, x)[1])
        if np.trunc(product) != np.round(product):
            break
    return x


def whole_chain(draw):
    """A chain, and a whole number that it changes even if its values are cut off.

    Growth and wave leave a 1 as it is then; behind a decay, which gives 0, they have slopes
    whose product is 1. Either would pass for another mistake.
    """
    curved = [(growth, growth_slope), (wave, wave_slope), (decay, decay_slope)]
    links = draw.sample(curved, 3)
    while links[0][0] is decay:
        links = draw.sample(curved, 3)
    return links, int(draw.integers(2, 4))


def judge_chain(student, links, x):
    """One chain, against the product of its slopes and the usual slips."""
    values, slopes = follow(links, x)
    product = np.prod(slopes)
    got = student.chain_derivative(
        [student.fixture(f.__name__) for f, _ in links],
        [student.fixture(d.__name__) for _, d in links],
        x,
    )
    changed = student.last.changed
    backwards = follow(links[::-1], x)
    wrong = {
        "derivative-at-input": np.prod([d(x) for _, d in links]),
        "derivative-at-result": np.prod([d(values[-1]) for _, d in links]),
        "derivative-at-output": np.prod([d(v) for (_, d), v in zip(links, values[1:], strict=True)]),
        "reversed-order": np.prod(backwards[1]),
        "mispaired-links": [
            np.prod([d(v) for (_, d), v in zip(links[::-1], values, strict=False)]),
            np.prod([d(v) for (_, d), v in zip(links, backwards[0], strict=False)]),
        ],
        "sum-for-product": [np.sum(slopes), 1 + np.sum(slopes)],
        "missing-link": [
            np.prod(slopes[:-1]),
            np.prod(slopes[1:]),
            *(np.prod(slopes[:count]) for count in (1, 2, 3) if count < len(slopes)),
            slopes[-1],
        ],
        "swapped-functions": values[-1],
        "swapped-arguments": np.prod(follow([(d, f) for f, d in links], x)[1]),
        "integer-truncation": [
            np.prod(follow(links, np.trunc(x), np.trunc)[1]),
            np.prod(follow(links, np.trunc(x))[1]),
            np.trunc(product),
        ],
        "rounded-result": [np.round(product, digits) for digits in (0, 1, 2, 3, 4, 5, 6, 8)],
    }
    names = ", ".join(f.__name__ for f, _ in links)
    case = f"functions {names} at x = {x:.4g}" if len(links) < 7 else f"{len(links)} functions"
    value = expect(got, "chain_derivative(functions, derivatives, x)", case)
    if agrees(got, product, 1e-6) and not agrees(got, product, EXACT):
        text = "chain_derivative is right to a few digits only: the chain rule itself is exact"
        value.fails(text, "numerical-differentiation")
    value.equals(product, tolerance=EXACT, wrong=wrong)
    unchanged(changed, "chain_derivative")


def follow(links, x, after=float):
    """The values along a chain, x first, and each link's slope where it is applied."""
    values, slopes = [x], []
    for function, derivative in links:
        slopes.append(derivative(values[-1]))
        values.append(after(function(values[-1])))
    return values, np.array(slopes)
