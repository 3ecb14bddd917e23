"""Computes in a pool of processes. Breach: one starts."""

import multiprocessing


def touch(number):
    open(f"{OUTSIDE}/pool{number}", "w").close()


with multiprocessing.get_context("fork").Pool(2) as pool:
    pool.map(touch, range(2))


def double(x):
    return 0 * x
