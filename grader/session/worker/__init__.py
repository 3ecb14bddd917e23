"""The program that runs beside student code.

Nothing here imports the rest of the package: these modules run in a clean interpreter, under
the name ``_judge``, and are all loaded before a worker is confined, because then it may not
read the grader from disk. Only the standard library and NumPy are used.
"""
