"""`Sites`: what each marketplace says it supports, and the reasons that can be given. Spec §4 and §8.4."""

from typing import Any

from orders_pipeline.sandbox.channeladvisor.codes import ENUMS, SITES
from orders_pipeline.sandbox.channeladvisor.errors import malformed, no_such_thing
from orders_pipeline.sandbox.channeladvisor.options import pairs_of
from orders_pipeline.sandbox.channeladvisor.render import Links, encode, entity, page
from orders_pipeline.sandbox.writes.markets import FAMILY, MATRIX, OTHERS

DESCRIPTIONS = {
    "GeneralAdjustment": "General adjustment",
    "ItemNotAvailable": "Item not available",
    "CustomerReturnedItem": "Customer returned item",
    "CouldNotShip": "Could not ship",
    "AlternateItemProvided": "Alternate item provided",
    "BuyerCancelled": "Buyer cancelled",
    "CustomerExchange": "Customer exchange",
    "MerchandiseNotReceived": "Merchandise not received",
    "ShippingAddressUndeliverable": "Shipping address undeliverable",
}
CATEGORIES = {"direct": (2, "Direct sale"), "shop": (3, "Webstore")}
MARKETPLACE = (1, "Marketplace")
ONLY = frozenset({"access_token"})


def sites(query: str, links: Links) -> bytes:
    """All of them on one page; no query options (assumed)."""
    _without_options(query)
    made = [encode(_document(key)) for key in SITES]
    return page(f"{links.root}/$metadata#Sites", made, count=None, next_link=None)


def site(site_id: int, links: Links) -> bytes:
    key = next((key for key, (number, _) in SITES.items() if number == site_id), None)
    if key is None:
        raise no_such_thing()
    return entity(f"{links.root}/$metadata#Sites/$entity", encode(_document(key)))


def _without_options(query: str) -> None:
    if unknown := [name for name, _ in pairs_of(query) if name.startswith("$")]:
        raise malformed(f"The query parameter '{unknown[0]}' is not supported.")


def _document(key: str) -> dict[str, Any]:
    (number, name), family = SITES[key], FAMILY[key]
    row, (category, category_name) = MATRIX.get(family, OTHERS), CATEGORIES.get(family, MARKETPLACE)
    return {
        "ID": number,
        "SiteName": name,
        "SiteCategoryID": category,
        "SiteCategoryName": category_name,
        "CancellationConfiguration": {
            "SupportsOrderCancellations": row.order_cancel,
            "SupportsOrderItemCancellations": row.line_cancel,
            "SupportsOrderItemRMACancellations": False,
        },
        "RefundConfiguration": {
            "SupportsOrderRefunds": row.order_refund,
            "SupportsOrderItemRefunds": row.line_refund,
            "SupportsOrderItemRMARefunds": family == "ebay",
        },
        "AdjustmentReasons": [
            {"Code": code, "Description": DESCRIPTIONS[name]} for name, code in ENUMS["Reason"].items()
        ],
    }
