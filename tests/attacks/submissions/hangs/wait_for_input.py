"""Waits for somebody to type. Breach: grading waits, or the instructor's terminal is read."""

answer = input("What is 2 * x? ")


def double(x):
    return 0 * x
