"""What somebody else did to an order between our read and our write of it, as far as the two documents show. Pure.

channelape.md §5.2: no version is compared, and what is written last is there. So an entry that another writer put into
the same list in that moment is gone and shows nowhere; what else they wrote with it stays, and gives them away.
"""

from collections.abc import Mapping, Sequence
from typing import Any

import msgspec

from orders_pipeline.channels.channelape import wire
from orders_pipeline.channels.channelape.lists import FULFILLMENTS, REFUNDS
from orders_pipeline.channels.envelope import UNREADABLE

OF_ANY_WRITE = frozenset({"updatedAt", "errors"})
OF_A_CANCELLATION = frozenset({"status", "canceledAt", "canceledReason"})
OTHER = "another member"  # its name is the hub's word, and not known here

_KNOWN = frozenset(wire.Order.__struct_fields__)
_members = msgspec.json.Decoder(dict[str, Any], float_hook=str)  # numbers as they are written


def changed(before: bytes, after: bytes, ours: str | None, echo: str | None, replaced: str | None) -> Sequence[str]:
    """Names of members that are another than before and that we did not write; no values.

    ours: the list that we wrote; None: the status of a cancellation. echo: our entry's id. replaced: the id of the
    entry that it took the place of. Empty where one of the two cannot be read: nothing is known then.
    """
    try:
        was, is_now = _members.decode(before), _members.decode(after)
    except UNREADABLE:
        return []
    written = OF_A_CANCELLATION if ours is None else frozenset({ours})
    names = {name for name in was.keys() | is_now.keys() if _told(was, name) != _told(is_now, name)}
    found = {name if name in _KNOWN else OTHER for name in names - OF_ANY_WRITE - written}
    if ours is not None and _others(was, ours, {echo, replaced}) != _others(is_now, ours, {echo, replaced}):
        found.add(ours)
    return sorted(found)


def _told(document: Mapping[str, Any], name: str) -> Any:
    """Absent, null and empty are the same."""
    return document.get(name) or None


def _others(document: Mapping[str, Any], name: str, ours: set[str | None]) -> list[Any]:
    key = {FULFILLMENTS: "id", REFUNDS: "supplierRefundId"}[name]
    return [entry for entry in document.get(name) or () if not isinstance(entry, dict) or entry.get(key) not in ours]
