"""What can be said of a hub and one family of marketplaces: the cells of the table that policy goes by. Pure.

Their values for each hub stand in `actions/policy/capability.py`; settings may change single ones.
"""

import msgspec


class Capability(msgspec.Struct, frozen=True, kw_only=True):
    """Of one dialect and one family of marketplaces."""

    cancel_order: bool = True
    cancel_line: bool = True
    cancel_part_of_line: bool = True
    cancel_for_less: bool = False  # keep a part of the money before shipment
    refund_order: bool = True
    refund_line: bool = True
    refund_part_of_line: bool = True
    refund_shipping_alone: bool = True
    refund_line_with_shipping: bool = True  # the refund of a line carries its share of shipping and gift wrap
    restock: bool = True  # of what is refunded
    restock_canceled: bool = True
    acknowledge: bool = True
    correct_shipment: bool = True
