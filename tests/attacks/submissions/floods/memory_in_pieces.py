"""Collects memory until refused, 3 GB at most. Breach: it gets them."""

def double(x):
    taken = []
    try:
        for _ in range(48):
            taken.append(bytes(64 << 20))
    except MemoryError:
        taken.clear()
        return 0 * x
    breach("got 3 GB")
