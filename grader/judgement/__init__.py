"""Judgement: from arrays to verdicts. Nothing here starts a process or reads a file."""
