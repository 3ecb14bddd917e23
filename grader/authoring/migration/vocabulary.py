"""What a test may use and still be translated: all of it is worked out in the parent.

The sets are narrow since a student's value may be an operand: nothing here reads or writes
files, and nothing makes a size out of a value.
"""

from __future__ import annotations


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


NUMPY_MADE = _words(
    "arange array asarray diag empty eye full full_like identity linspace logspace meshgrid "
    "ones ones_like repeat reshape tile zeros zeros_like"
)
"""Arrays from sizes: only of the author's own numbers."""

NUMPY_COMPUTED = _words(
    "abs absolute add all allclose any arccos arcsin arctan argmax argmin argsort around "
    "array_equal ceil clip concatenate cos cosh cumprod cumsum diff divide dot exp expm1 "
    "floor hstack isclose isfinite isinf isnan linalg.det linalg.inv linalg.norm linalg.solve log "
    "log10 log1p log2 matmul max maximum mean median min minimum multiply ndim negative "
    "power prod ptp ravel round shape sign sin sinh size sort sqrt square squeeze stack std "
    "subtract sum tan tanh trace transpose unique var vstack where"
)
NUMPY_SIZED = _words("add divide dot matmul maximum minimum multiply power subtract where")
"""Of these, only one operand may be a student's: two can be broadcast to any size."""

NUMPY_VALUES = _words(
    "bool_ e float32 float64 inf int32 int64 nan newaxis pi floating integer ndarray number"
)
MATH = _words(
    "acos asin atan atan2 ceil cos cosh degrees e exp fabs floor fsum gcd hypot inf "
    "isclose isfinite isinf isnan log log10 log1p log2 nan pi pow prod radians sin sinh sqrt tan "
    "tanh tau"
)
BUILTINS_MADE = frozenset({"range", "str", "repr"})
BUILTINS = _words(
    "abs all any bool dict enumerate float frozenset int isinstance len list max min round set "
    "sorted sum tuple zip"
)
TYPES = _words("bool complex dict float int list set str tuple")

GENERATORS = _words("random.RandomState random.default_rng")
DRAWN = _words(
    "choice exponential integers normal permutation rand randint randn random random_sample "
    "standard_normal uniform"
)

ATTRIBUTES = _words("T dtype imag ndim real shape size")
METHODS = _words(
    "all any argmax argmin astype copy count dot endswith flatten get index item items keys lower "
    "max mean min prod ravel reshape round split startswith std strip sum tolist transpose upper "
    "values var"
)
"""Of values; what a student's own objects are asked for is theirs to answer."""

FOREIGN = _words(
    "byteswap center choose data dump dumps encode expandtabs fill format format_map getfield "
    "itemset join ljust newbyteorder partition put repeat replace resize rjust setfield setflags "
    "take to_bytes tobytes tofile tostring translate view zfill"
)
"""What plain values do by themselves, into files or to any size."""
