"""What writes to this hub have left over the world's order: structs, kept as a text in the order's state.

A list that was written is kept in its order. Its entry is what was written, or only a reference where the write left
it as it was: then it goes on to be what the world makes of its parcel or adjustment.
"""

from datetime import datetime
from decimal import Decimal
from typing import Any

import msgspec
from msgspec import UNSET, Struct, UnsetType

from orders_pipeline.sandbox.channelape.held import Customer, Fields, Fulfillment, LineItem, Refund
from orders_pipeline.sandbox.world.order import OrderState, Parcel

HUB = "channelape"


class Seen(Struct, frozen=True):
    """A parcel right after the write: if it is another since, another hub has changed it."""

    state: str
    carrier: str | None
    service: str | None
    tracking_number: str | None
    shipped_at: datetime | None


def seen(parcel: Parcel) -> Seen:
    return Seen(*(getattr(parcel, name) for name in Seen.__struct_fields__))


class FulfillmentTie(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """`parcel_ids`: of the world; none where an entry tells of what has not left, or could not be true."""

    parcel_ids: tuple[int, ...] = ()
    entry: Fulfillment | None = None
    seen: Seen | None = None


class RefundTie(Struct, frozen=True, kw_only=True, omit_defaults=True):
    adjustment_ids: tuple[int, ...] = ()
    entry: Refund | None = None


class Written(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The first fields are those of HeldOrder. `status_before`: what the world made of the order when the status was
    written; `canceled_by`: the cancellation behind it. `hidden`: what was there and is on no list any more.
    """

    purchase_order_number: str | UnsetType | None = UNSET
    currency: str | UnsetType = UNSET
    purchased_at: datetime | UnsetType = UNSET
    canceled_at: datetime | UnsetType | None = UNSET
    canceled_reason: str | UnsetType | None = UNSET
    total_price: Decimal | UnsetType | None = UNSET
    subtotal_price: Decimal | UnsetType | None = UNSET
    total_shipping_price: Decimal | UnsetType | None = UNSET
    total_shipping_tax: Decimal | UnsetType | None = UNSET
    total_tax: Decimal | UnsetType | None = UNSET
    total_grams: Decimal | UnsetType | None = UNSET
    customer: Customer | UnsetType | None = UNSET
    lines: tuple[LineItem, ...] | UnsetType = UNSET
    additional: Fields | UnsetType = UNSET
    status: str | None = None
    status_before: str | None = None
    canceled_by: int | None = None
    fulfillments: tuple[FulfillmentTie, ...] | None = None
    refunds: tuple[RefundTie, ...] | None = None
    hidden_parcels: dict[int, str] = {}  # with the state that they had
    hidden_adjustments: tuple[int, ...] = ()

    def members(self) -> dict[str, Any]:
        """The fields of HeldOrder that were written."""
        given = {name: getattr(self, name) for name in MEMBERS}
        return {name: value for name, value in given.items() if value is not UNSET}


MEMBERS = Written.__struct_fields__[: Written.__struct_fields__.index("status")]
NOTHING = Written()


def written_of(state: OrderState) -> Written:
    text = dict(state.kept).get(HUB)
    return NOTHING if text is None else msgspec.json.decode(text, type=Written)


def text_of(written: Written) -> str:
    return msgspec.json.encode(written).decode()
