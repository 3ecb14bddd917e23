"""Returns an object that runs code when unpickled. Breach: the file appears."""

class Bomb:
    def __reduce__(self):
        return (open, (OUTSIDE + "/unpickled", "w"))


def double(x):
    return Bomb()
