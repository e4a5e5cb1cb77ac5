"""Orders that several accounts show: which of them are one order, which one is counted, in what they differ.

Written by the load from the orders themselves, never by a channel. The rules: docs/decisions/0020-order-links.md.
"""

from enum import StrEnum
from typing import Annotated

from orders_pipeline.model.columns import Record, key, says


class LinkedBy(StrEnum):
    MARKETPLACE_ORDER = "marketplace_order"  # the same number at the marketplace
    SAME_ORDERS_AS = "same_orders_as"  # the same id in one profile, as accounts.toml says


class OrderLink(Record, frozen=True, kw_only=True):
    """An order that stands in a group of two or more; a group has one order of an account at most."""

    account: Annotated[str, key("Account of accounts.toml")]
    order_id: Annotated[str, key("Order, as in orders.order_id")]
    link_id: Annotated[
        str,
        says(
            "The group: marketplace:number, with the site, store or sale where the number alone proves nothing, and "
            "nothing before the colon where no account knows the marketplace; or "
            "profile:account:order_id where there is no such number"
        ),
    ]
    linked_by: Annotated[
        LinkedBy,
        says(
            "What ties the order to the counted one: marketplace_order (the same number at the marketplace, and the "
            "same sale where one does not say which marketplace) or "
            "same_orders_as (the same id in one profile); of the counted one same_orders_as where all others are tied "
            "to it so"
        ),
    ]
    is_counted: Annotated[
        bool, says("The one that views count: of the account that stands first in accounts.toml. One in each group")
    ]
    counted_account: Annotated[str, says("Account of the counted order; of the counted one itself its own")]
    counted_order_id: Annotated[str, says("order_id of the counted order")]
    is_refund_source: Annotated[
        bool,
        says(
            "The group's refunds are told by this order: the first in the order of accounts.toml that shows one which "
            "neither failed nor was rejected, else the first that shows any, else the counted one"
        ),
    ]
    is_fulfillment_source: Annotated[
        bool,
        says(
            "The group's parcels are told by this order: the first that shows one which has left, else the first that "
            "shows any, else the counted one"
        ),
    ]
    orders_of_account: Annotated[
        int,
        says("Orders of the account, or of its profile, with this number; above 1 one was chosen and all others count"),
    ]
    differs_in: Annotated[
        str | None,
        says(
            "Columns in which the order differs from the counted one where both say something: order_status, "
            "payment_status, shipping_status, currency, total_amount; comma-separated, NULL where none. closed, which "
            "says less than shipped, does not differ from it"
        ),
    ]
