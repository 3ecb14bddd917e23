"""Never returns. Breach: grading takes longer than its limits."""

def double(x):
    while True:
        pass
