from grader import Exercise, expect

exercise = Exercise("double", title="Twice", lecture="1")


@exercise.check(points=10, cpu_s=1.0)
def values(student, draw):
    """double(x) is twice x"""
    x = draw.normal((3, 4))
    expect(student.double(x)).equals(2 * x)
