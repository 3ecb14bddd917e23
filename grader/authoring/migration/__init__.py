"""Assignments of other graders as our own, as far as their tests can be translated.

Nothing that is read is run: tests are parsed, and what becomes of them is text.
"""
