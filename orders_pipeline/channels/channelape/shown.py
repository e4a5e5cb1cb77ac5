"""What of a bad ChannelApe order a person may see: the allow-list. Names, addresses, mails, telephones, titles, links,
reasons and additional fields are on no list.
"""

from collections.abc import Sequence

from orders_pipeline.channels.bad_json import tree
from orders_pipeline.channels.base import Body
from orders_pipeline.channels.channelape import codes, wire
from orders_pipeline.channels.channelape.drift import COLLECTIONS
from orders_pipeline.channels.channelape.skeleton import entries
from orders_pipeline.channels.errors import Malformed
from orders_pipeline.channels.showable import Kind, Showable
from orders_pipeline.channels.snippet import Snippet, snippet

# Field on the wire (channelape.md §4) -> what it may hold. A field that is not here is masked. `id` is a UUID of the
# order, and of lines and parcels what a channel or warehouse calls them: shown where it is a UUID.
FIELDS: dict[str, Kind] = {
    **dict.fromkeys(
        (
            *("totalPrice", "subtotalPrice", "totalShippingPrice", "totalShippingTax", "totalTax", "totalGrams"),
            *("quantity", "price", "grams", "shippingPrice", "shippingTax", "reserveQuantity", "presaleQuantity"),
            *("rate", "amount", "taxAmount"),
        ),
        Kind.NUMBER,
    ),
    **dict.fromkeys(("id", "businessId", "channelId", "supplierId"), Kind.GUID),
    **dict.fromkeys(("channelOrderId", "supplierRefundId", "channelRefundId", "locationId"), Kind.ID),
    **dict.fromkeys(("sku", "upc"), Kind.CODE),
    **dict.fromkeys(("purchasedAt", "createdAt", "updatedAt", "canceledAt", "shippedAt"), Kind.INSTANT),
    "alphabeticCurrencyCode": Kind.CURRENCY,
    **dict.fromkeys(("status", "restockType", "shippingCompany", "shippingMethod"), Kind.WORD),
}
CARRIERS = frozenset({"UPS", "USPS", "FedEx", "DHL", "Amazon", "OnTrac", "Royal Mail", "DPD", "GLS", "Hermes"})
METHODS = frozenset({"GROUND", "Ground", "Standard", "Expedited", "Priority", "NextDay", "2Day"})
WORDS = CARRIERS.union(
    METHODS,
    codes.ORDER_STATUS,
    codes.DELIVERY_STATUS,
    codes.TRANSACTION_STATUS,
    {word for word in codes.KIND_BY_RESTOCK if word},
)
SHOWABLE = Showable(order=wire.Order, collections=COLLECTIONS, kinds=FIELDS, words=WORDS, identity="id")


def snippet_of(page: Body, more: Sequence[Body], position: int, path: str) -> Snippet:
    """Around `path` of the order at `position`. Raises ValueError: there is no such place."""
    try:
        orders = entries(page.content)
    except Malformed:
        orders = [page.content]  # one order, as the hub answers it
    if not 0 < position <= len(orders):
        raise ValueError(f"the page shows {len(orders)} orders, and none at place {position}")
    return snippet(tree(bytes(orders[position - 1])), path, SHOWABLE)
