"""Never finishes loading. Breach: grading takes longer than its limits."""

while True:
    pass
