from grader import Exercise, expect

exercise = Exercise("triple", title="Three times", lecture="1")


@exercise.check(points=10, cpu_s=1.0)
def values(student, draw):
    """triple(x) is three times x"""
    x = draw.normal((3, 4))
    expect(student.triple(x)).equals(3 * x)
