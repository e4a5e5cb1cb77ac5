"""Whole orders, pages and windows in one line each, for the tests of the warehouse."""

import hashlib
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

from msgspec.structs import replace

from orders_pipeline.model.reasons import Reason
from orders_pipeline.model.records import (
    AdditionalField,
    Contact,
    Fulfillment,
    FulfillmentItem,
    Order,
    OrderDocument,
    OrderItem,
    OrderText,
    Refund,
    RefundItem,
)
from orders_pipeline.model.records.lineage import Account, Page
from orders_pipeline.model.sighting import Problem, Sighting
from orders_pipeline.model.status import OrderStatus, PaymentStatus, RefundKind, RefundStatus, ShippingStatus
from orders_pipeline.model.window import Window
from orders_pipeline.warehouse.incoming import IncomingPage, IncomingWindow

DAY = datetime(2026, 3, 1, tzinfo=UTC)
ACCOUNT = Account(account="us-main", channel="channeladvisor", time_zone="America/New_York", start_on=DAY.date())
# Three more that see the same merchant's orders: the same profile by SOAP, and two other hubs.
SOAP = Account(
    account="us-soap",
    channel="channeladvisor_soap",
    time_zone="America/New_York",
    start_on=DAY.date(),
    same_orders_as="us-main",
)
UNITY, APE = (
    Account(account=name, channel=channel, time_zone="America/New_York", start_on=DAY.date())
    for name, channel in (("unity", "channelunity"), ("ape", "channelape"))
)
D = Decimal


def at(minutes: float) -> datetime:
    """So many minutes after the first day."""
    return DAY + timedelta(minutes=minutes)


def an_order(order_id: str = "1", *, items: int = 2, updated: float | None = 0, **changes: Any) -> OrderDocument:
    """A paid order of 10.00 a line and 5.00 shipping; `changes` are fields of the order."""
    ids: dict[str, Any] = {"account": changes.pop("account", "us-main"), "order_id": order_id}
    fields: dict[str, Any] = {
        "channel": "channeladvisor",
        "marketplace": "amazon",
        "order_status": OrderStatus.OPEN,
        "payment_status": PaymentStatus.CLEARED,
        "shipping_status": ShippingStatus.UNSHIPPED,
        "purchased_at": DAY - timedelta(hours=1),
        "updated_at": None if updated is None else at(updated),
        "currency": "USD",
        "total_amount": D(10) * items + D("5.50"),
        "tax_amount": D("0.50"),
        "shipping_amount": D("5.00"),
        "is_tax_included": False,
    }
    return OrderDocument(
        order=Order(**ids, **(fields | changes)),
        order_items=tuple(
            OrderItem(
                **ids,
                item_id=f"{order_id}-{line}",
                line_number=line,
                sku=f"SKU-{line}",
                quantity=D(2),
                currency="USD",
                unit_price_amount=D("5.00"),
            )
            for line in range(1, items + 1)
        ),
        fulfillments=(Fulfillment(**ids, fulfillment_id=f"f{order_id}", carrier="UPS"),),
        fulfillment_items=tuple(
            FulfillmentItem(**ids, fulfillment_id=f"f{order_id}", fulfillment_item_id=str(line), quantity=D(2))
            for line in range(1, items + 1)
        ),
        order_contacts=(
            Contact(**ids, kind="buyer", email=f"buyer-{order_id}@example.com"),
            Contact(**ids, kind="shipping", name=f"Buyer {order_id}", city="Raleigh", postal_code="27601"),
        ),
        order_texts=(OrderText(**ids, kind="gift_message", about_id=f"{order_id}-1", text="Happy birthday"),),
        additional_fields=(
            AdditionalField(**ids, owner="order", owner_id=order_id, number=1, name="gift", value="yes"),
        ),
    )


def refunded(document: OrderDocument, amount: str, status: RefundStatus = RefundStatus.COMPLETED) -> OrderDocument:
    """The same order with a refund of one unit of its first line."""
    ids: dict[str, Any] = {"account": document.order.account, "order_id": document.order.order_id}
    line = document.order_items[0]
    refund_id = f"item-{len(document.refunds) + 1}"
    refund = Refund(
        **ids, refund_id=refund_id, kind=RefundKind.REFUND, status=status, currency="USD", total_amount=D(amount)
    )
    item = RefundItem(
        **ids,
        refund_id=refund_id,
        refund_item_id="1",
        item_id=line.item_id,
        quantity=D(1),
        currency="USD",
        total_amount=D(amount),
    )
    return replace(document, refunds=(*document.refunds, refund), refund_items=(*document.refund_items, item))


def a_problem(order_id: str | None = None) -> Problem:
    return Problem(
        reason=Reason.WRONG_TYPE, path="$.Items[0].UnitPrice", message="text, not a number", order_id=order_id
    )


def a_window(
    *pages: Sequence[OrderDocument | Problem],
    start: float = 0,
    minutes: float = 15,
    purpose: str = "live",
    account: str = "us-main",
    requested: float | None = None,
) -> IncomingWindow:
    """A certified window whose pages show these; asked for when it ends, or at `requested`."""
    window = Window(at(start), at(start + minutes))
    window_id = f"{purpose}/{window.name}"
    asked = at(start + minutes if requested is None else requested)
    records = tuple(
        Page(
            account=account,
            window_id=window_id,
            page_number=number,
            kind="orders",
            continues_order_id=None,
            continues_path=None,
            url=None,
            sha256=hashlib.sha256(f"{account}{window_id}{number}".encode()).hexdigest(),
            body_bytes=1,
            requested_at=asked,
            orders=len(page),
        )
        for number, page in enumerate(pages, start=1)
    )

    def read(skip: int) -> Iterator[IncomingPage]:
        for record, page in list(zip(records, pages, strict=True))[skip:]:
            yield IncomingPage(
                record=record,
                sightings=tuple(
                    Sighting(position=place, problem=shown)
                    if isinstance(shown, Problem)
                    else Sighting(position=place, document=shown)
                    for place, shown in enumerate(page, start=1)
                ),
            )

    return IncomingWindow(
        account=account,
        channel="channeladvisor",
        window_id=window_id,
        purpose=purpose,
        window=window,
        certified_at=asked,
        hub_count=None,
        page_records=records,
        pages=read,
    )
