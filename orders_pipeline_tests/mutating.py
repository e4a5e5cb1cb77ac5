"""Pages with something changed at random: bytes, values, structure. Every change follows from the generator given."""

import json
import re

from lxml import etree

SIGNS = [b"\x00", b"\xff", b"\xef\xbb\xbf", b"<", b">", b"&", b'"', b"{", b"}", b"[", b"]", b",", b"\\u0000", b"\xe9"]
VALUES = [
    "",
    " ",
    "0",
    "-1",
    "NaN",
    "-Infinity",
    "1e9",
    "1e999999999",
    "1,299.00",
    "1_000",
    "0x10",
    "0.00001",
    "9" * 20,
    "9" * 2000,
    "true",
    "null",
    "1900-01-01T00:00:00",
    "2026-02-30T00:00:00Z",
    "0001-01-01T00:00:00Z",
    "9999-12-31T23:59:59Z",
    "20260220",
    "usd",
    "١٢",
    "\u202e\u0000",
    "Zanzibar Street",
    "a" * 5000,
]
TYPES = [None, True, -1, 0, 1.5, 10**30, 1e-9, "", "Zanzibar Street", [], [1], {}, {"Zanzibar": 1}]


def mutated(rng, content, is_json):
    """The page with one to three things changed."""
    ways = [*OF_BYTES, *(OF_JSON if is_json else OF_XML) * 2]
    for _ in range(rng.choice((1, 1, 1, 2, 3))):
        content = rng.choice(ways)(rng, content)
    return content


def cut(rng, content):
    return content[: rng.randrange(len(content) + 1)]


def cut_out(rng, content):
    start, end = _span(rng, content)
    return content[:start] + content[end:]


def said_twice(rng, content):
    start, end = _span(rng, content)
    return content[:end] + content[start:]


def flipped(rng, content):
    if not content:
        return content
    at = rng.randrange(len(content))
    return content[:at] + bytes([content[at] ^ 1 << rng.randrange(8)]) + content[at + 1 :]


def inserted(rng, content):
    at = rng.randrange(len(content) + 1)
    return content[:at] + rng.choice(SIGNS) * rng.choice((1, 1, 2, 300)) + content[at:]


def swapped(rng, content):
    start, end = _span(rng, content)
    there = rng.randrange(end, len(content) + 1)
    return content[:start] + content[end:there] + content[start:end] + content[there:]


def encoded_otherwise(rng, content):
    return content.decode("utf-8", "replace").encode(rng.choice(("utf-16", "latin-1", "utf-7", "utf-32-be")), "replace")


def with_something_around(rng, content):
    return rng.choice((b"\xef\xbb\xbf" + content, content + content, content + b"\n<x/>", b"\n" + content + b"\x00"))


OF_BYTES = [cut, cut_out, said_twice, flipped, inserted, swapped, encoded_otherwise, with_something_around]


def another_value(rng, content):
    """Of the values of a JSON text, one is another text; quoted or as it stands."""
    found = list(re.finditer(rb':\s*("(?:[^"\\]|\\.)*"|[-\w.+]+)', content))
    if not found:
        return content
    one, value = rng.choice(found), rng.choice(VALUES)
    said = (json.dumps(value) if rng.random() < 0.6 else value).encode()
    return content[: one.start(1)] + said + content[one.end(1) :]


def another_json(rng, content):
    """A member left out, of another type, under another name, doubled, or in another's place."""
    try:
        whole = json.loads(content)
    except ValueError:
        return content
    places = list(_places(whole))
    if not places:
        return content
    parent, key = rng.choice(places)
    other, its_key = rng.choice(places)
    turn = rng.randrange(6)
    if turn == 0:
        del parent[key]
    elif turn == 1:
        parent[key] = rng.choice(TYPES)
    elif turn == 2:
        parent[key], other[its_key] = json.loads(json.dumps((other[its_key], parent[key])))
    elif turn == 3 and isinstance(parent, list):
        parent.insert(rng.randrange(len(parent) + 1), json.loads(json.dumps(parent[key])))
    elif turn == 4 and isinstance(parent, dict):
        parent[f"{key}{rng.choice(('X', ' ', '​'))}"] = parent.pop(key)
    else:
        parent[key] = [parent[key]]
    return json.dumps(whole).encode()


def named_twice(rng, content):
    """A member of an object stands there a second time, with the value of another."""
    found = list(re.finditer(rb'("\w+")\s*:\s*("(?:[^"\\]|\\.)*"|[-\w.+]+)\s*,', content))
    if len(found) < 2:
        return content
    one, other = rng.choice(found), rng.choice(found)
    return content[: one.end()] + one[1] + b":" + other[2] + b"," + content[one.end() :]


OF_JSON = [another_value, another_json, named_twice]


def another_text(rng, content):
    found = list(re.finditer(rb">([^<>]*)<", content))
    if not found:
        return content
    one = rng.choice(found)
    return content[: one.start(1)] + rng.choice(VALUES).encode() + content[one.end(1) :]


def another_tree(rng, content):
    """An element left out, doubled, renamed, emptied, filled, or in another's place."""
    try:
        root = etree.fromstring(content, etree.XMLParser(resolve_entities=False, no_network=True))
    except etree.XMLSyntaxError:
        return content
    elements = [one for one in root.iter() if isinstance(one.tag, str) and one is not root]
    if not elements:
        return content
    one, other = rng.choice(elements), rng.choice(elements)
    turn = rng.randrange(6)
    if turn == 0:
        one.getparent().remove(one)
    elif turn == 1:
        one.addnext(etree.fromstring(etree.tostring(one, with_tail=False)))
    elif turn == 2:
        one.tag = rng.choice((other.tag, "Zanzibar", "{urn:other}Other"))
    elif turn == 3:
        del one[:]
        one.text = rng.choice((None, "x"))
    elif turn == 4:
        etree.SubElement(one, other.tag).text = "1"
    else:
        other.addnext(etree.fromstring(etree.tostring(one, with_tail=False)))
    return etree.tostring(root, xml_declaration=True, encoding="utf-8")


def something_that_is_no_element(rng, content):
    """A comment, an instruction, a character by number, a section of text, a doctype: anywhere between two tags."""
    places = [found.end() for found in re.finditer(rb">", content)]
    if not places:
        return content
    at = rng.choice(places)
    what = rng.choice(
        (b"<!-- x -->", b"<?php x ?>", b"&#0;", b"&#x1F600;", b"<![CDATA[</Order>]]>", b"<!DOCTYPE x>", b"&x;")
    )
    return content[:at] + what + content[at:]


OF_XML = [another_text, another_tree, something_that_is_no_element]


def _span(rng, content):
    start = rng.randrange(len(content) + 1)
    return start, min(len(content), start + rng.choice((1, 2, 7, 40, 400)))


def _places(value):
    """(container, key) of everything within."""
    for key, member in list(value.items() if isinstance(value, dict) else enumerate(value)):
        yield value, key
        if isinstance(member, dict | list):
            yield from _places(member)
