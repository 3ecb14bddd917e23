"""Opens a web page. Breach: it may look for one."""

import urllib.request

urllib.request.urlopen(f"http://127.0.0.1:{PORT}/", timeout=2)


def double(x):
    return 0 * x
