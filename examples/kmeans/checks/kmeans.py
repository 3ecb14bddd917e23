import numpy as np

from grader import Bug, Exercise, Parts, expect, follow, keeps_arguments

exercise = Exercise("kmeans", title="Lloyd's algorithm")
FARTHEST = Bug("farthest-centre", "{where} takes the farthest centre", "argmin, not argmax")
SUMMED = Bug("sum-of-points", "{where} adds the points of a cluster up", "a centre is their mean")


def distances(X, centres):
    return np.linalg.norm(X[:, None] - centres, axis=2)


def nearest(X, centres):
    return distances(X, centres).argmin(axis=1)


def means(X, labels, centres):
    each = enumerate(centres)
    return np.array([X[labels == k].mean(axis=0) if k in labels else c for k, c in each])


def cases(draw):
    for points, clusters, features in ((12, 3, 2), (9, 4, 3), (5, 1, 2)):
        X, centres = draw.normal((points, features)), draw.normal((clusters, features))
        yield X, centres, f"{points} points, {clusters} clusters"
    yield draw.normal((6, 2)), np.array([[0, 1], [2, 0]]), "integer centres"


@exercise.check(points=6)
def assign(student, draw):
    """assign(X, centres) is the index of the nearest centre for each point"""
    parts = Parts()
    for X, centres, case in cases(draw):
        with parts.part():
            wrong = {FARTHEST: distances(X, centres).argmax(axis=1)}
            labels = keeps_arguments(student, student.assign, X, centres)
            expect(labels, "assign(X, centres)", case).equals(nearest(X, centres), wrong=wrong)
    return parts.judgement()


@exercise.check(points=6)
def move(student, draw):
    """move(X, labels, centres) is the mean of each cluster; an empty cluster keeps its centre"""
    parts = Parts()
    for X, centres, case in cases(draw):
        for labels, what in ((nearest(X, centres), case), (np.zeros(len(X), int), "one cluster")):
            with parts.part():
                sums = np.array([X[labels == k].sum(axis=0) for k in range(len(centres))])
                moved = keeps_arguments(student, student.move, X, labels, centres)
                right = means(X, labels, centres)
                expect(moved, "move(X, labels, centres)", what).equals(right, wrong={SUMMED: sums})
    return parts.judgement()


@exercise.check(points=8, excused_by=["assign", "move"])
def kmeans(student, draw):
    """kmeans(X, centres, steps) repeats assign and move, from the centres that it is given"""
    X, start, _ = next(cases(draw))

    def theirs():
        for steps in range(1, 9):
            yield {"centres": student.kmeans(X, start, steps)}

    def ours(centres=start):
        while True:
            centres = means(X, nearest(X, centres), centres)
            yield {"centres": centres}

    follow(theirs(), ours(), marks=(1, 2, 8))
