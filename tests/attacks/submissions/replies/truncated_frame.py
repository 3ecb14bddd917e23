"""Announces a long reply, sends a part and goes. Breach: the grader waits for the rest."""

import os
import struct


def double(x):
    for descriptor in range(3, 64):
        try:
            os.write(descriptor, struct.pack("<4sIQ", b"GRD1", 1000, 1 << 60) + b"{")
        except OSError:
            continue
    os._exit(0)
