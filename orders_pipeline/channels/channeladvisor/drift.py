"""Fields that a hub's orders have and the protocol as we know it has not. Pure.

Drift harms nothing: it is written beside the page, so that a person sees that the hub has grown.
"""

from collections.abc import Iterator
from typing import Any

import msgspec

from orders_pipeline.channels.channeladvisor import wire
from orders_pipeline.channels.channeladvisor.lenient import lenient

# Entity -> its collections that are read.
COLLECTIONS: dict[type[wire.Wire], dict[str, type[wire.Wire]]] = {
    wire.Order: {
        "Items": wire.OrderItem,
        "Fulfillments": wire.Fulfillment,
        "Adjustments": wire.Adjustment,
        "CustomFields": wire.CustomField,
    },
    wire.OrderItem: {
        "Promotions": wire.Promotion,
        "BundleComponents": wire.BundleComponent,
        "Adjustments": wire.Adjustment,
    },
    wire.Fulfillment: {"Items": wire.FulfillmentItem},
}
# Known (channeladvisor-rest.md §5) and not kept: they repeat what stands above them, or were not asked for.
_PARENTS = frozenset({"ProfileID", "OrderID", "OrderItemID", "Order", "OrderItem"})
NOT_KEPT: dict[type[wire.Wire], frozenset[str]] = {
    wire.Order: frozenset({"OrderAttributes", "Exports", "ChannelDocuments"}),
    wire.OrderItem: _PARENTS | {"FulfillmentItems", "OrderItemAttributes"},
    wire.BundleComponent: _PARENTS | {"FulfillmentItems"},
    wire.Promotion: _PARENTS,
    wire.CustomField: _PARENTS,
    wire.Fulfillment: _PARENTS,
    wire.FulfillmentItem: _PARENTS | {"FulfillmentID", "Fulfillment", "BundleComponent"},
    wire.Adjustment: _PARENTS,
}


def unknown_fields(order: msgspec.Raw | bytes) -> tuple[str, ...]:
    """Paths such as `Items.NewThing`, each once, in order; annotations of OData left out."""
    found = lenient(order)
    return tuple(sorted(set(_unknown(found, wire.Order, "")))) if isinstance(found, dict) else ()


def _unknown(found: dict[str, Any], entity: type[wire.Wire], path: str) -> Iterator[str]:
    collections = COLLECTIONS.get(entity, {})
    known = NOT_KEPT[entity].union(entity.__struct_fields__)
    for name, value in found.items():
        if name not in known and "@" not in name:
            yield path + name
        if name in collections and isinstance(value, list):
            for entry in value:
                if isinstance(entry, dict):
                    yield from _unknown(entry, collections[name], f"{path}{name}.")
