"""``%grade`` in Jupyter and IPython: the command's verdict on the code that the kernel has run."""
