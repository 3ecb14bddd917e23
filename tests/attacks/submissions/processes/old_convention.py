"""Makes system calls by the 32-bit convention. Breach: one that is refused otherwise."""

import ctypes
import mmap

memory = mmap.mmap(-1, 4096, prot=mmap.PROT_READ | mmap.PROT_WRITE | mmap.PROT_EXEC)
memory.write(bytes.fromhex("b814000000cd80c3"))  # getpid() by int 0x80
address = ctypes.addressof(ctypes.c_char.from_buffer(memory))
if ctypes.CFUNCTYPE(ctypes.c_int)(address)() > 0:
    breach("a call by the old convention")


def double(x):
    return 0 * x
