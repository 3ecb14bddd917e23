"""Ends the process while loading, with success. Breach: that counts as passed."""

import os

os._exit(0)
