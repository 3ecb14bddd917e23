"""Writes one file of 100 MB. Breach: it is written."""

with open("flood", "wb") as file:
    for _ in range(100):
        file.write(bytes(1 << 20))
breach("wrote 100 MB")


def double(x):
    return 0 * x
