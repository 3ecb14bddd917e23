"""Prints and raises lone surrogates. Breach: the report cannot be written."""

def double(x):
    print("\udcff\ud800".encode("utf-8", "surrogatepass"))
    raise ValueError("\ud800\udfff\udcff")
