"""Makes system calls from machine code of its own. Breach: one that is refused otherwise."""

import ctypes
import mmap

if hasattr(mmap, "PROT_EXEC"):
    memory = mmap.mmap(-1, 4096, prot=mmap.PROT_READ | mmap.PROT_WRITE | mmap.PROT_EXEC)
    memory.write(bytes.fromhex("b829000000bf02000000be0200000031d20f05c3"))  # socket(), x86-64
    address = ctypes.addressof(ctypes.c_char.from_buffer(memory))
    if ctypes.CFUNCTYPE(ctypes.c_long)(address)() >= 0:
        breach("a socket from machine code")


def double(x):
    return 0 * x
