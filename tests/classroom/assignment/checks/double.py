from grader import Exercise, expect

exercise = Exercise("double", title="double", lecture="1")


@exercise.check(points=10, cpu_s=0.5)
def values(student, draw):
    """double(x) is 2 times x"""
    x = draw.normal((3, 4))
    expect(student.double(x), "double(x)").equals(2 * x)
