"""What can be asked of a hub: ship, correct a shipment, cancel, refund, acknowledge; the intents as people mean them.

Pure. How far an intent has come stands in `action_states`; what it becomes on a hub's wire stands in each channel.
"""

from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any

import msgspec

from orders_pipeline.model.status import RefundReason


class ActionKind(StrEnum):
    SHIP = "ship"
    CORRECT_SHIPMENT = "correct_shipment"
    CANCEL = "cancel"
    REFUND = "refund"
    ACKNOWLEDGE = "acknowledge"
    EXCHANGE = "exchange"  # no hub has it: can be asked for, and is refused in words


MONEY = frozenset({ActionKind.CANCEL, ActionKind.REFUND})
"""Kinds that can return money: one of them at a time an order, and none while the journal is in doubt about itself."""


class Component(StrEnum):
    """What an amount of money is for. On orders whose prices include the tax, tax is no component of its own."""

    ITEM = "item"
    TAX = "tax"
    SHIPPING = "shipping"
    SHIPPING_TAX = "shipping_tax"
    GIFT_WRAP = "gift_wrap"
    GIFT_WRAP_TAX = "gift_wrap_tax"
    RECYCLING_FEE = "recycling_fee"


Amounts = dict[Component, Decimal]
"""Money by component in the order's currency; what is not named is nothing."""


class Wanted(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A line of an intent: by `item_id`, or by `sku` where one line alone has it.

    quantity: units; None: all that is left. amounts: to be returned for them, instead of their share.
    """

    item_id: str | None = None
    sku: str | None = None
    quantity: Decimal | None = None
    amounts: Amounts | None = None


class Intent(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A business event that a hub is to be told of.

    key: from the business (a return's, a shipment's, a cancellation's id), never from a run, a time or a try; unique
    within the account. lines: none means the whole order, or what is left of it. currency: as the asker believes it;
    another one is refused. amounts: of the order as a whole, where no lines are named. fulfillment_id: the shipment
    that is corrected. exported: for acknowledgements, the mark to set.
    """

    kind: ActionKind
    account: str
    order_id: str
    key: str
    lines: tuple[Wanted, ...] = ()
    reason: RefundReason | None = None
    restock: bool = False
    amounts: Amounts | None = None
    currency: str | None = None
    carrier: str | None = None
    service: str | None = None
    tracking_number: str | None = None
    shipped_at: datetime | None = None
    fulfillment_id: str | None = None
    exported: bool = True
    note: str | None = None

    @property
    def moves_money(self) -> bool:
        return self.kind in MONEY

    def content(self) -> bytes:
        """What two askings under one key must have in common; equal intents give equal bytes."""
        return msgspec.json.encode(_plain(self), order="deterministic")


def _plain(value: Any) -> Any:
    """Amounts written with other zeros, and lines named in another order, mean the same."""
    if isinstance(value, Decimal):
        return format(value.normalize(), "f")
    if isinstance(value, msgspec.Struct):
        told = {name: _plain(getattr(value, name)) for name in value.__struct_fields__}
        return {name: one for name, one in told.items() if one is not None}
    if isinstance(value, dict):
        return {str(name): _plain(one) for name, one in value.items()}
    if isinstance(value, tuple):
        return sorted((_plain(one) for one in value), key=lambda one: msgspec.json.encode(one, order="sorted"))
    return value
