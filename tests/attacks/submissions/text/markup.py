"""Raises HTML and formulas. Breach: raw in a page or a table."""

def double(x):
    raise ValueError('<script>alert(1)</script>=HYPERLINK("http://example.org")')
