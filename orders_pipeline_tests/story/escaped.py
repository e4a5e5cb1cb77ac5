"""The forms in which a value may stand somewhere, as bytes, and a search for all of them. Pure."""

import base64
import json
import re
from functools import cache
from urllib.parse import quote, quote_plus
from xml.sax.saxutils import escape

from orders_pipeline_tests.story.planted import BUYER, BUYERS_MARK, MARK, SECRETS

VALUES = {**SECRETS, **BUYER}
QUOTES = {'"': "&quot;", "'": "&apos;"}


def base64_of(value: str, before: int, encode=base64.b64encode) -> str:
    """What of the base64 of a longer text depends on the value alone, where so many bytes stand before it."""
    raw = value.encode()
    first, end = -(-before * 8 // 6), (before + len(raw)) * 8 // 6
    return encode(bytes(before) + raw).decode()[first:end]


def by_numbers(value: str, how: str) -> str:
    """Everything but ASCII letters and digits as a character reference."""
    return "".join(one if one.isalnum() and one.isascii() else f"&#{how.format(ord(one))};" for one in value)


ESCAPES = {
    "as it is": lambda value: value,
    "in a URL": lambda value: quote(value, safe=""),
    "in a path": quote,
    "in a form": quote_plus,
    "in a form, twice": lambda value: quote_plus(quote_plus(value)),
    "in lower-case escapes": lambda value: quote(value, safe="").lower(),
    "in XML": escape,
    "in an attribute": lambda value: escape(value, QUOTES),
    "in XML, by numbers": lambda value: escape(value).encode("ascii", "xmlcharrefreplace").decode(),
    "in XML, all by numbers": lambda value: by_numbers(value, "{}"),
    "in XML, by hex": lambda value: by_numbers(value, "x{:x}"),
    "in JSON": lambda value: json.dumps(value, ensure_ascii=False)[1:-1],
    "in JSON, by numbers": lambda value: json.dumps(value)[1:-1],
    "in JSON in JSON": lambda value: json.dumps(json.dumps(value))[3:-3],
    "as Python shows it": lambda value: repr(value)[1:-1],
    "as Python shows its bytes": lambda value: repr(value.encode())[2:-1],
    **{f"in base64, {n} before": lambda value, n=n: base64_of(value, n) for n in range(3)},
    **{
        f"in URL-safe base64, {n} before": lambda value, n=n: base64_of(value, n, base64.urlsafe_b64encode)
        for n in range(3)
    },
    "in base64 in a URL": lambda value: quote(base64_of(value, 0), safe=""),
}


def found_in(content: bytes) -> dict[str, str]:
    """By name of the value, the form in which it stands there; of what is no whole value, that a part of one does."""
    small = content.lower()
    if not any(_has(trace, content, small) for trace in TRACES):
        return {}
    hits = {
        name: form for name, value in VALUES.items() for form, text in _forms(value) if text in content or text in small
    }
    parts = {f"a part of {what}": "in part" for mark, what in MARKS.items() if _has(mark, content, small)}
    return hits or parts


MARKS = {MARK: "a secret", BUYERS_MARK: "a buyer"}
UNMARKED = [value for value in VALUES.values() if not any(mark in value for mark in MARKS)]
TRACES = (*MARKS, *(max(re.findall(r"[A-Za-z0-9]+", value), key=len) for value in UNMARKED))
"""What no escape touches, letters and digits: the longest run of each value that holds no mark."""


@cache
def _forms(value: str) -> tuple[tuple[str, bytes], ...]:
    return tuple((name, made(value).encode()) for name, made in ESCAPES.items())


def _has(trace: str, content: bytes, small: bytes) -> bool:
    """As it is in any letter case, or somewhere in base64."""
    return trace.lower().encode() in small or any(core in content for core in _cores(trace))


@cache
def _cores(trace: str) -> tuple[bytes, ...]:
    return tuple(base64_of(trace, before).encode() for before in range(3))
