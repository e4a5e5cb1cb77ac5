"""Documents made to harm who reads them: bombs, references to files and hosts, depth, size, odd encodings.

Each is a whole page of a dialect with one thing done to it, so that nothing but that thing is wrong. `lure` stands for
a file that blocks whoever opens it, `host` for a listener on loopback that must hear nothing.
"""

import json
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

SAMPLES = Path(__file__).parents[1] / "data" / "samples"
MANY, BIG, DEEP = 100_000, 10_000_000, 100_000


class Lures(NamedTuple):
    lure: str
    host: str


Made = Callable[[bytes, Lures], bytes]

# XML: `@` marks a place within the text of an element.


def _doctype(declarations: str, text: str) -> Made:
    def made(page: bytes, lures: Lures) -> bytes:
        doctype = f"<!DOCTYPE x {declarations.format(**lures._asdict())}>"
        return _headed(page, doctype.encode()).replace(b"@", text.encode(), 1)

    return made


def _headed(page: bytes, head: bytes) -> bytes:
    """Between the declaration and the root."""
    end = page.index(b"?>") + 2
    return page[:end] + head + page[end:]


def _text(content: bytes | str) -> Made:
    made = content.encode() if isinstance(content, str) else content

    def placed(page: bytes, lures: Lures) -> bytes:
        filled = made.replace(b"{lure}", lures.lure.encode()).replace(b"{host}", lures.host.encode())
        return page.replace(b"@", filled, 1)

    return placed


def _declared(encoding: str, as_it_is: str = "utf-8") -> Made:
    def made(page: bytes, lures: Lures) -> bytes:
        text = page.decode().replace("@", "x")
        return f'<?xml version="1.0" encoding="{encoding}"?>{text[text.index("?>") + 2 :]}'.encode(as_it_is)

    return made


LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10 if n else "ha"}">' for n in range(12))
XINCLUDE = 'xmlns:xi="http://www.w3.org/2001/XInclude"'

XML: dict[str, Made] = {
    "a billion laughs": _doctype(f"[{LAUGHS}]", "&l11;"),
    "quadratic blowup": _doctype(f'[<!ENTITY a "{"a" * MANY}">]', "&a;" * MANY),
    "entities that name each other": _doctype('[<!ENTITY a "&b;"><!ENTITY b "&a;">]', "&a;"),
    "an entity of a file": _doctype('[<!ENTITY a SYSTEM "file://{lure}">]', "&a;"),
    "an entity of a host": _doctype('[<!ENTITY a SYSTEM "{host}/a">]', "&a;"),
    "a parameter entity of a file": _doctype('[<!ENTITY % a SYSTEM "file://{lure}"> %a;]', "x"),
    "a parameter entity of a host": _doctype('[<!ENTITY % a SYSTEM "{host}/a.dtd"> %a;]', "x"),
    "a DTD in a file": _doctype('SYSTEM "{lure}"', "x"),
    "a DTD at a host": _doctype('PUBLIC "-//X//X" "{host}/x.dtd"', "x"),
    "a notation of a file": _doctype('[<!NOTATION n SYSTEM "file://{lure}">]', "x"),
    "defaults of attributes": _doctype('[<!ATTLIST Order a CDATA "x">]', "x"),
    "an empty DOCTYPE": _doctype("", "x"),
    "a DOCTYPE in UTF-16": lambda page, lures: _declared("utf-16", "utf-16")(_headed(page, b"<!DOCTYPE x []>"), lures),
    "a DOCTYPE in UTF-7": lambda page, lures: _declared("utf-7", "utf-7")(_headed(page, b"<!DOCTYPE x []>"), lures),
    "an XInclude of a file": _text(f'<xi:include {XINCLUDE} href="file://{{lure}}" parse="text"/>'),
    "an XInclude of a host": _text(f'<xi:include {XINCLUDE} href="{{host}}/x"/>'),
    "a stylesheet of a file": lambda page, lures: _headed(
        page, f'<?xml-stylesheet type="text/xsl" href="file://{lures.lure}"?>'.encode()
    ).replace(b"@", b"x"),
    "a catalog of a host": lambda page, lures: _headed(
        page, f'<?oasis-xml-catalog catalog="{lures.host}/c"?>'.encode()
    ).replace(b"@", b"x"),
    "a schema at a host": _text(
        '<x xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:schemaLocation="a {host}/x.xsd" '
        'xml:base="{host}/"/>'
    ),
    "a huge attribute": _text(b'<x a="' + b"a" * BIG + b'"/>'),
    "a hundred thousand attributes": _text("<x " + " ".join(f'a{n}=""' for n in range(MANY)) + "/>"),
    "a hundred thousand namespaces": _text("".join(f'<x xmlns:a{n}="urn:{n}"/>' for n in range(MANY))),
    "depth": _text(b"<x>" * DEEP + b"</x>" * DEEP),
    "breadth": _text(b"<x/>" * DEEP),
    "comments": _text(b"<!--x-->" * DEEP),
    "a text of ten megabytes": _text(b"a" * BIG),
    "a section without an end": _text(b"<![CDATA[" + b"]" * BIG),
    "a number of a million digits": _text(b"9" * 1_000_000),
    "characters that there are not": _text("&#0;&#xD800;&#x110000;"),
    "half a character in UTF-8": _text(b"\xed\xa0\x80"),
    "a NUL": _text(b"\x00"),
    "an encoding that names a file": _declared("file:///etc/passwd"),
    "UTF-16 said of UTF-8": _declared("utf-16"),
    "two roots": lambda page, lures: (page + page[page.index(b"?>") + 2 :]).replace(b"@", b"x"),
}

# JSON: `"@"` marks a value.


def _value(content: bytes | str) -> Made:
    made = content.encode() if isinstance(content, str) else content

    def placed(page: bytes, lures: Lures) -> bytes:
        filled = made.replace(b"{lure}", lures.lure.encode()).replace(b"{host}", lures.host.encode())
        return page.replace(b'"@"', filled, 1)

    return placed


def _encoded(encoding: str) -> Made:
    return lambda page, lures: page.decode().encode(encoding)


JSON: dict[str, Made] = {
    "lists in lists": _value(b"[" * DEEP + b"]" * DEEP),
    "objects in objects": _value(b'{"a":' * DEEP + b"1" + b"}" * DEEP),
    "brackets without an end": _value(b"[" * BIG),
    "an integer of a million digits": _value(b"9" * 1_000_000),
    "a fraction of a million digits": _value(b"0." + b"9" * 1_000_000),
    "an exponent without measure": _value(b"1e999999999"),
    "a negative exponent without measure": _value(b"-1e-999999999"),
    "no number": _value(b"NaN"),
    "no finite number": _value(b"-Infinity"),
    "a hundred thousand names, all alike": _value(b"{" + b'"a":1,' * MANY + b'"a":1}'),
    "a hundred thousand names": _value("{" + ",".join(f'"a{n}":1' for n in range(MANY)) + "}"),
    "half a character": _value(rb'"\ud800"'),
    "half a character, the other way round": _value(rb'"\udc00\ud800"'),
    "too long a form of UTF-8": _value(b'"\xc0\x80"'),
    "a NUL": _value(b'"\x00"'),
    "a NUL by name": _value(rb'"\u0000"'),
    "a text of ten megabytes": _value(b'"' + b"a" * BIG + b'"'),
    "a million escapes": _value(b'"' + rb"\u0041" * 1_000_000 + b'"'),
    "a text without an end": _value(b'"' + b"a" * BIG),
    "a name of ten megabytes": _value(b'{"' + b"a" * BIG + b'":1}'),
    "a reference to a file": _value('{"$ref": "file://{lure}"}'),
    "a link to a host": _value('"{host}/next", "@odata.nextLink": "{host}/next"'),
    "an object that names its kind": _value('{"__proto__": {"a": 1}, "@odata.type": "#x", "$type": "os.system"}'),
    "a comment": _value(b"/* x */ 1"),
    "UTF-16": _encoded("utf-16"),
    "UTF-7": lambda page, lures: page.replace(b'"@"', b"+ACIAQAAi-"),
    "UTF-32": _encoded("utf-32"),
    "two documents": lambda page, lures: page + page,
    "a hundred thousand orders that are none": lambda page, lures: page.replace(
        b'{"first"', b"{}," * MANY + b'{"first"', 1
    ),
}

IS_JSON = {"channeladvisor": True, "channelape": True, "channelunity": False, "channeladvisor_soap": False}
TOTALS = {  # where the mark stands: the total of the first order
    "channeladvisor": "TotalPrice",
    "channelape": "totalPrice",
    "channelunity": "GrandTotal",
    "channeladvisor_soap": "TotalOrderAmount",
}


def pages() -> dict[str, bytes]:
    """A page of each dialect, from the samples, with a mark where it is to be spoiled."""
    return {channel: (_json if is_json else _xml)(channel) for channel, is_json in IS_JSON.items()}


def _json(channel: str) -> bytes:
    page = json.loads((SAMPLES / channel / "orders.json").read_bytes())
    orders = page["value" if channel == "channeladvisor" else "orders"]
    orders[0] = {"first": 1, **orders[0], TOTALS[channel]: "@"}
    return json.dumps(page).encode()


def _xml(channel: str) -> bytes:
    page = (SAMPLES / channel / "orders.xml").read_bytes().replace(b"@", b"")
    start = page.index(f"{TOTALS[channel]}>".encode()) + len(TOTALS[channel]) + 1
    return page[:start] + b"@" + page[page.index(b"</", start) :]
