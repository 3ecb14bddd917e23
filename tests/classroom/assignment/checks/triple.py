from grader import Exercise, expect

exercise = Exercise("triple", title="triple", lecture="1")


@exercise.check(points=10, cpu_s=0.5)
def values(student, draw):
    """triple(x) is 3 times x"""
    x = draw.normal((3, 4))
    expect(student.triple(x), "triple(x)").equals(3 * x)
