"""The encoding itself, against every kind of damage."""

from __future__ import annotations

import contextlib
import json
import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from grader.session.worker import wire
from grader.session.worker.decoding import Decoder
from grader.session.worker.encoding import Encoder

KEYS = st.none() | st.booleans() | st.integers() | st.text(max_size=5)
DTYPES = st.sampled_from([np.dtype(name) for name in wire.DTYPES])
LEAVES = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False)
    | st.complex_numbers(allow_nan=False)
    | st.text(max_size=20)
    | arrays.arrays(DTYPES, arrays.array_shapes(min_dims=0, max_dims=3, min_side=0, max_side=3))
)
VALUES = st.recursive(
    LEAVES,
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.lists(inner, max_size=4).map(tuple)
        | st.dictionaries(KEYS, inner, max_size=4)
    ),
    max_leaves=8,
)


def no_leaf(value):
    raise AssertionError(f"{value!r} is plain data")


def encoded(value):
    encoder = Encoder(no_leaf, 1 << 20)
    node = encoder.node(value)
    return wire.frame(node, encoder.payload)


def decoded(data):
    size = wire.HEAD.size
    header, payload = wire.lengths(data[:size], 1 << 20)
    if len(data) != size + header + payload:
        raise wire.ViolationError("a message of another length")
    decoder = Decoder(data[size + header :], lambda handle, kind: ("remote", handle, kind))
    value = decoder.value(wire.parse(data[size : size + header]))
    decoder.finish()
    return value


def same(a, b):
    if isinstance(a, np.ndarray):
        return a.dtype == b.dtype and a.shape == b.shape and a.tobytes() == b.tobytes()
    if isinstance(a, (list, tuple)):
        return type(a) is type(b) and len(a) == len(b) and all(map(same, a, b))
    if isinstance(a, dict):
        return list(a) == list(b) and all(same(a[key], b[key]) for key in a)
    return type(a) is type(b) and a == b


@settings(max_examples=60, deadline=None)
@given(VALUES)
def test_every_plain_value_survives(value):
    assert same(decoded(encoded(value)), value)


@settings(max_examples=150, deadline=None)
@given(VALUES, st.data())
def test_damaged_messages_are_refused_or_plain_but_never_crash(value, data):
    message = bytearray(encoded(value))
    for _ in range(data.draw(st.integers(1, 4))):
        message[data.draw(st.integers(0, len(message) - 1))] = data.draw(st.integers(0, 255))
    with contextlib.suppress(wire.ViolationError, wire.TooBigError):
        decoded(bytes(message))


MARKED = st.builds(str.__add__, st.sampled_from([*"'ficatsubrdx?", ""]), st.text(max_size=5))
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | MARKED,
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.sampled_from([*"tdcx", "id"]), inner, max_size=2)
    ),
    max_leaves=12,
)


@settings(max_examples=150, deadline=None)
@given(JSON, st.binary(max_size=20))
def test_any_json_at_all_is_refused_or_plain(node, payload):
    decoder = Decoder(payload, lambda handle, kind: None)
    with contextlib.suppress(wire.ViolationError):
        decoder.value(node)
        decoder.finish()


@pytest.mark.parametrize(
    "node",
    [
        "aobject 1 C",
        "afloat64 -1 C",
        "afloat64 1.0 C",
        "afloat64 true C",
        "afloat64 2 C",
        "afloat64 1,1,1,1,1,1,1,1,1 C",
        "afloat64 1 K",
        "afloat64 999999999999999,999999999999999 C",
        "afloat64 0,999999999999999,999999999999999 C",
        "afloat64 0,99999999999999999999 C",
        "afloat64 1",
        "afloat64 1 C\n",
        "afloat64 ,1 C",
        "afloat64 \u0661 C",
        "a",
        {"a": "float64 1 C"},
        "sV8",
        "fNaN",
        "f1.0",
        "i" + "0x" * 5000,
        "i" + "f" * 2000,
        "i1_0 zz",
        {"c": [1, 2]},
        {"d": [[[1], 2]]},
        {"d": [["afloat64 1 C", 2]]},
        {"d": [["u1", 2]]},
        {"d": [["", 2]]},
        {"d": [[1]]},
        "r-1 x",
        "r1 " + "x" * 20_000,
        "r1.0 x",
        "r\u0661 x",
        "r x",
        "r" + "1" * 16 + " x",
        "u9",
        "b-1",
        "b",
        {"t": "'abc"},
        {},
        {"t": [], "d": []},
        {"?": 1},
        "?",
        "",
        "abc",
        "'\ud800",
        "'" + "x" * 20_000,
        math.inf,
        1 << 63,
    ],
    ids=lambda node: repr(node)[:40],
)
def test_each_rule_is_enforced(node):
    with pytest.raises(wire.ViolationError):
        Decoder(b"12345678", lambda handle, kind: None).value(node)


def test_deep_and_endless_values_are_refused():
    node = []
    for _ in range(100):
        node = [node]
    with pytest.raises(wire.ViolationError):
        Decoder(b"", lambda handle, kind: None).value(node)
    with pytest.raises(wire.ViolationError):
        Decoder(b"", lambda handle, kind: None).value([0] * (wire.MAX_NODES + 1))


@pytest.mark.parametrize("key", ["i" + "f" * 20, 7, 0.5, {"t": [1, 2]}], ids=repr)
def test_keys_that_could_all_have_one_hash_are_few(key):
    pairs = [[key, 0]] * (wire.MAX_KEYS // 2 + 1)
    nodes = [{"d": pairs}, {"d": pairs}]
    with pytest.raises(wire.ViolationError, match="too many keys"):
        Decoder(b"", lambda handle, kind: None).value(nodes)
    texts = [[f"'k{number}", 0] for number in range(3 * wire.MAX_KEYS)]
    assert len(Decoder(b"", lambda handle, kind: None).value({"d": texts})) == 3 * wire.MAX_KEYS


def test_a_dict_of_too_many_numbers_is_no_plain_data():
    with pytest.raises(wire.NotPlainError):
        encoded(dict.fromkeys(range(wire.MAX_KEYS + 1)))


@pytest.mark.parametrize(
    "text",
    [
        b"",
        b"[",
        b"nan",
        b"[NaN]",
        b"[1e999999]x",
        b"\xff",
        "é".encode(),
        b"1" * 5000,
        b"[" * 100_000,
        b"Infinity",
        b"'x'",
    ],
    ids=lambda text: repr(text[:12]),
)
def test_headers_are_strict_json(text):
    with pytest.raises(wire.ViolationError):
        wire.parse(text)


def test_bytes_left_over_are_refused():
    decoder = Decoder(b"1234567890", lambda handle, kind: None)
    decoder.value("b8")
    with pytest.raises(wire.ViolationError, match="left over"):
        decoder.finish()


def test_frames_beyond_the_room_are_refused():
    head = wire.HEAD.pack(wire.MAGIC, 10, 1 << 40)
    with pytest.raises(wire.TooBigError):
        wire.lengths(head, 1 << 20)
    with pytest.raises(wire.ViolationError):
        wire.lengths(b"HTTP" + head[4:], 1 << 50)


def test_what_the_worker_writes_is_ascii_json():
    data = encoded({"ω": [1.5, "\x00"]})
    header = data[wire.HEAD.size :]
    assert json.loads(header.decode("ascii")) == {"d": [["'ω", [1.5, "'\x00"]]]}
