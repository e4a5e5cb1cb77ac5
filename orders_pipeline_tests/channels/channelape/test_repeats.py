"""Names that stand twice in one object are found wherever they stand, and nothing else is."""

import json

from hypothesis import given, settings
from hypothesis import strategies as st

from orders_pipeline.channels.bad_json import tree
from orders_pipeline.channels.envelope import opened, without
from orders_pipeline.channels.repeats import first_repeat, may_repeat

NAMES = st.sampled_from(["a", "b", '"', ":", '":', "\\", "é", " "])
TEXTS = st.one_of(NAMES, st.text(max_size=5))


class Pairs(list):
    """An object as its pairs, so that a name may stand twice."""


VALUES = st.recursive(
    st.one_of(TEXTS, st.integers(), st.none()),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.lists(st.tuples(NAMES, inner), max_size=3).map(Pairs)),
    max_leaves=12,
)


def written(value, ascii_only, colon):
    if isinstance(value, Pairs):
        members = (
            f"{json.dumps(name, ensure_ascii=ascii_only)}{colon}{written(one, ascii_only, colon)}"
            for name, one in value
        )
        return "{" + ",".join(members) + "}"
    if isinstance(value, list):
        return "[" + ",".join(written(one, ascii_only, colon) for one in value) + "]"
    return json.dumps(value, ensure_ascii=ascii_only)


def repeats(value):
    if isinstance(value, Pairs):
        names = [name for name, _ in value]
        return len(set(names)) < len(names) or any(repeats(one) for _, one in value)
    return isinstance(value, list) and any(map(repeats, value))


@settings(max_examples=400)
@given(value=VALUES, ascii_only=st.booleans(), colon=st.sampled_from([":", ": ", " : ", "\n:"]))
def test_a_name_that_stands_twice_is_never_missed(value, ascii_only, colon):
    content = written(value, ascii_only, colon).encode("utf-8", "surrogatepass")
    try:
        content.decode()
    except UnicodeDecodeError:
        return
    assert (first_repeat(tree(content)) is not None) == repeats(value)
    if repeats(value):
        assert may_repeat(content)


def test_an_ordinary_page_raises_no_false_alarm():
    page = json.dumps({"orders": [{"id": "1", "note": 'said: "a":', "n": 1.5, "big": 2**70}] * 3}).encode()
    assert not may_repeat(page)


AROUND = st.sampled_from(["orders", "pagination", "a"])
ENTRIES = st.lists(st.sampled_from(["{}", '{"id":"1"}', "1"]), max_size=3)


@settings(max_examples=400)
@given(members=st.lists(st.tuples(AROUND, ENTRIES), max_size=4), between=st.sampled_from([",", " ,\n "]))
def test_what_stands_twice_around_the_orders_is_told_without_looking_into_them(members, between):
    text = ",".join(f'"{name}":[{between.join(entries)}]' for name, entries in members)
    page = f"{{{text}}}".encode()
    names = [name for name, _ in members]
    if "orders" in names and len(set(names)) < len(names):
        assert may_repeat(without(page, opened(page, "orders").entries))


def test_orders_are_left_out_of_the_page_around_them():
    page = b'{"orders": [{"a": 1}, {"a": 1} ], "pagination": {}}'
    assert without(page, opened(page, "orders").entries) == b'{"orders": [ ], "pagination": {}}'
