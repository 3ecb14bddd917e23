"""The program that runs beside student code.

Nothing here imports the rest of the package: these modules are carried as code objects into
a clean interpreter, where they live under the name ``_judge``, because the worker may not
read the grader from disk. Only the standard library and NumPy are used.
"""
