"""The lists of an order that a write sends back whole: what stands in them, without keeping it. Pure.

PATCH replaces a list (channelape.md §5.2). A request holds its own entry and slots for the others, bound to a hash of
the list as it was planned; they are filled from the order as it is read just before, where the list is still the same.
So nothing of them, which may be about the buyer, is stored with the plan.
"""

import hashlib
import re
from collections.abc import Collection, Mapping
from typing import Any

import msgspec

from orders_pipeline.channels.envelope import UNREADABLE
from orders_pipeline.channels.errors import Malformed
from orders_pipeline.model.plans import mark

FULFILLMENTS, REFUNDS = "fulfillments", "refunds"


class _Lists(msgspec.Struct):
    fulfillments: list[msgspec.Raw] | None = None
    refunds: list[msgspec.Raw] | None = None


class Changed(Exception):
    """A list is not what it was when the request was planned."""


_lists = msgspec.json.Decoder(_Lists)
_members = msgspec.json.Decoder(dict[str, msgspec.Raw])
_plain = msgspec.json.Decoder(float_hook=str)  # numbers as they are written
_SLOT = re.compile(
    r"(?P<list>\w+) (?P<hash>[0-9a-f]{64}), (?P<what>before|after|rest of) (?P<place>\d+)"
    r"(?: without (?P<names>[\w,]+))?"
)


def as_read(page: bytes, order_id: str) -> dict[str, str]:
    """A hash of each list of an order that was read by itself. Raises Malformed: it is no such order."""
    return {name: _hash(entries) for name, entries in _read(page).items()}


def appended(name: str, digest: str, count: int, entry: Mapping[str, Any]) -> tuple[str, tuple[str, ...]]:
    """The list with an entry behind the `count` that stand there, as JSON, and the slots in it."""
    before = f"{name} {digest}, before {count}"
    return f"[{mark(before)}{_json(entry)}]", (before,)


def replaced(name: str, digest: str, place: int, changes: Mapping[str, Any]) -> tuple[str, tuple[str, ...]]:
    """The list with members of one entry changed: those that are not named stay as they are."""
    before, after = f"{name} {digest}, before {place}", f"{name} {digest}, after {place}"
    rest = f"{name} {digest}, rest of {place} without {','.join(changes)}"
    return f"[{mark(before)}{_json(changes)[:-1]}{mark(rest)}}}{mark(after)}]", (before, rest, after)


def filled(slots: Collection[str], page: bytes) -> dict[str, str]:
    """What goes into those of the slots that are of lists. Raises Changed; Malformed: the page is no order."""
    found = {slot: match for slot in slots if (match := _SLOT.fullmatch(slot))}
    lists = _read(page)
    hashes = {name: _hash(entries) for name, entries in lists.items()}
    values = {}
    for slot, match in found.items():
        if match["hash"] != hashes.get(match["list"]):
            raise Changed(f"the {match['list']} of the order are not what they were when it was planned")
        entries = [bytes(entry).decode() for entry in lists[match["list"]]]
        values[slot] = _filling(entries, match)
    return values


def _filling(entries: list[str], match: re.Match[str]) -> str:
    place = int(match["place"])
    if match["what"] == "before":
        return "".join(f"{entry}," for entry in entries[:place])
    if match["what"] == "after":
        return "".join(f",{entry}" for entry in entries[place + 1 :])
    named = match["names"].split(",")
    members = _members.decode(entries[place])
    return "".join(f",{_json(name)}:{bytes(raw).decode()}" for name, raw in members.items() if name not in named)


def _read(page: bytes) -> dict[str, list[msgspec.Raw]]:
    """Absent, null and empty are the same: no entries."""
    try:
        found = _lists.decode(page)
    except UNREADABLE:
        raise Malformed("the answer is no order whose lists can be read") from None
    return {FULFILLMENTS: found.fulfillments or [], REFUNDS: found.refunds or []}


def _hash(entries: list[msgspec.Raw]) -> str:
    """Of what the entries say: neither blanks nor the order of names change it."""
    told = msgspec.json.encode([_plain.decode(entry) for entry in entries], order="deterministic")
    return hashlib.sha256(told).hexdigest()


def _json(value: Any) -> str:
    return _encoder.encode(value).decode()


_encoder = msgspec.json.Encoder(decimal_format="number")
