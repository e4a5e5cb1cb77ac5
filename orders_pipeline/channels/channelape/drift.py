"""Fields that a hub's orders have and the protocol as we know it has not. Pure.

Drift harms nothing: it is written beside the page, so that a person sees that the hub has grown.
"""

from collections.abc import Iterator, Mapping
from typing import Any

import msgspec

from orders_pipeline.channels.channelape import wire
from orders_pipeline.channels.channelape.lenient import lenient

Entity = type[wire.Wire]
# Entity -> its lists that are read.
COLLECTIONS: Mapping[Entity, Mapping[str, Entity]] = {
    wire.Order: {
        "lineItems": wire.LineItem,
        "fulfillments": wire.Fulfillment,
        "refunds": wire.Refund,
        "additionalFields": wire.Field,
    },
    wire.LineItem: {"taxes": wire.Tax, "additionalFields": wire.Field},
    wire.PartLine: {"additionalFields": wire.Field},
    wire.Fulfillment: {"lineItems": wire.PartLine, "additionalFields": wire.Field},
    wire.Refund: {
        "lineItems": wire.PartLine,
        "transactions": wire.Transaction,
        "adjustments": wire.Adjustment,
        "additionalFields": wire.Field,
    },
    wire.Customer: {"additionalFields": wire.Field},
    wire.Address: {"additionalFields": wire.Field},
}
# Entity -> its objects that are read.
PARTS: Mapping[Entity, Mapping[str, Entity]] = {
    wire.Order: {"customer": wire.Customer},
    wire.Customer: {"shippingAddress": wire.Address, "billingAddress": wire.Address},
}
# Known (channelape.md §4) and not kept: what stands in requests only, whoever holds a gift card's code can spend it,
# and a part's line repeats what the order's line says.
NOT_KEPT: Mapping[Entity, frozenset[str]] = {
    wire.Order: frozenset({"errors", "actionId", "channelSync"}),
    wire.LineItem: frozenset({"giftCardId", "giftCardCode", "restockType"}),
    wire.PartLine: frozenset({"giftCardId", "giftCardCode"}).union(wire.LineItem.__struct_fields__),
}
_NOTHING: Mapping[str, Entity] = {}


def unknown_fields(order: msgspec.Raw | bytes) -> tuple[str, ...]:
    """Paths such as `lineItems.newThing`, each once, in order."""
    found = lenient(order)
    return tuple(sorted(set(_unknown(found, wire.Order, "")))) if isinstance(found, dict) else ()


def _unknown(found: dict[str, Any], entity: Entity, path: str) -> Iterator[str]:
    collections, parts = COLLECTIONS.get(entity, _NOTHING), PARTS.get(entity, _NOTHING)
    known = NOT_KEPT.get(entity, frozenset()).union(entity.__struct_fields__)
    for name, value in found.items():
        if name not in known:
            yield path + name
        elif name in collections and isinstance(value, list):
            for entry in value:
                if isinstance(entry, dict):
                    yield from _unknown(entry, collections[name], f"{path}{name}.")
        elif name in parts and isinstance(value, dict):
            yield from _unknown(value, parts[name], f"{path}{name}.")
