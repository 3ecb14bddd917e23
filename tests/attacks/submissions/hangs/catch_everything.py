"""Catches whatever is raised to stop it. Breach: it cannot be stopped."""

def double(x):
    while True:
        try:
            while True:
                pass
        except BaseException:
            continue
