"""Stays inside one C call. Breach: a time-out that needs the interpreter never comes."""

def double(x):
    return len(str(7 ** (10**8))) * x
