"""The command line: it only wires the rooms together."""
