"""What this hub keeps of an order: typed values under its own terms, made from the world's state and nothing else.

Rendering writes them, truth maps them. Which parts an order lacks is decided here, by its id.
"""

from collections.abc import Iterator
from datetime import datetime

from msgspec import Struct

from orders_pipeline.sandbox.channelunity.amounts import HubItem, Totals, items_of, totals_of
from orders_pipeline.sandbox.channelunity.subscriptions import Subscription, marketplace_number, subscription_of
from orders_pipeline.sandbox.channelunity.words import CANCELLED, ON_HOLD, order_flags, order_status
from orders_pipeline.sandbox.world import OrderState
from orders_pipeline.sandbox.world.order import Contact

# A Cancelled order that never shipped, or one on hold, may lack parts (§5.4): by order id, in turn.
LACKS = {
    CANCELLED: (frozenset(), frozenset({"people"}), frozenset({"people", "items"})),
    ON_HOLD: (frozenset(), frozenset(), frozenset(), frozenset({"people"})),
}
REWRITTEN_MAIL = "channelunity.example"  # Amazon's addresses get a domain of the hub (gotcha 6), here a reserved one


class ShipTo(Struct, frozen=True, kw_only=True):
    name: str | None = None
    email: str | None = None
    address: tuple[str | None, str | None, str | None] = (None, None, None)
    city: str | None = None
    state: str | None = None
    postal_code: str | None = None
    country: str | None = None
    phone: str | None = None


class Buyer(Struct, frozen=True, kw_only=True):
    """The billing contact: there is no billing address."""

    name: str | None = None
    email: str | None = None
    phone: str | None = None


class HubOrder(Struct, frozen=True, kw_only=True):
    order_number: int  # the hub's own, within the merchant
    remote_order_id: str  # the marketplace's, without whitespace
    subscription: Subscription
    purchased_at: datetime  # whole seconds
    updated_at: datetime  # whole seconds; never on the wire
    currency: str
    status: str
    flags: str | None
    ship_to: ShipTo
    buyer: Buyer
    service: str | None
    instructions: str | None
    paypal_transaction_id: str | None
    ebay_record_number: str | None
    payment_method: str | None
    gift_wrap_type: str | None
    gift_message: str | None
    totals: Totals
    items: tuple[HubItem, ...]


def order_number(order_id: int) -> int:
    """The hub's number of an order: rises with the import, and is nobody else's number."""
    return order_id * 2 + 101


def kept(state: OrderState) -> HubOrder | None:
    """The order; None where it belongs to no channel of this hub."""
    subscription = subscription_of(state)
    if subscription is None:
        return None
    order, status = state.order, order_status(state)
    lacks, is_ebay = _lacks(state, status), subscription.service_sku.startswith("CU_EBAY")
    return HubOrder(
        order_number=order_number(order.order_id),
        remote_order_id=marketplace_number(order) or "",
        subscription=subscription,
        purchased_at=order.purchased_at.replace(microsecond=0),
        updated_at=state.updated_at.replace(microsecond=0),
        currency=order.currency,
        status=status,
        flags=order_flags(state, subscription.service_sku),
        ship_to=ShipTo() if "people" in lacks else _ship_to(state, subscription),
        buyer=Buyer() if "people" in lacks else _buyer(state, subscription),
        service=order.asked_service,
        instructions=_text(state.instructions),
        paypal_transaction_id=order.payment.transaction_id if is_ebay else None,
        ebay_record_number=str(order.order_id % 100_000) if is_ebay else None,
        payment_method=order.payment.method if is_ebay else None,
        gift_wrap_type=_first(line.gift_notes for line in order.lines),
        gift_message=_first(line.gift_message for line in order.lines),
        totals=totals_of(order),
        items=() if "items" in lacks else items_of(order),
    )


def _lacks(state: OrderState, status: str) -> frozenset[str]:
    if status == CANCELLED and state.shipping != "canceled":
        return frozenset()  # refunded after shipping: the hub has seen all of it
    ways = LACKS.get(status, (frozenset(),))
    return ways[state.order.order_id % len(ways)]


def _text(text: str | None) -> str | None:
    """Line ends as any XML parser gives them; empty is absent."""
    return text.replace("\r\n", "\n").replace("\r", "\n") if text else None


def _first(texts: Iterator[str | None]) -> str | None:
    """There is one of it on an order, whatever its lines say."""
    return _text(next((text for text in texts if text), None))


def _name(person: Contact) -> str | None:
    """One field, whatever it is made of (gotcha 7)."""
    return " ".join(filter(None, (person.title, person.first_name, person.last_name, person.suffix))) or None


def _ship_to(state: OrderState, subscription: Subscription) -> ShipTo:
    person, number = state.ship_to, state.order.order_id
    regions = (person.region, person.region_name)[:: 1 if number % 2 else -1]  # a code or a name (gotcha 11)
    return ShipTo(
        name=_name(person),
        email=_mail(state, subscription) if number % 4 == 0 else None,
        address=_address(person, subscription),
        city=person.city,
        state=regions[0] or regions[1],
        postal_code=person.postal_code,
        country=person.country,
        phone=person.day_phone,
    )


def _address(person: Contact, subscription: Subscription) -> tuple[str | None, str | None, str | None]:
    """Up to three lines; a company comes first on Amazon.de (gotcha 9), last elsewhere."""
    lines = [person.address_1, person.address_2]
    lines = [person.company, *lines] if subscription.service_sku == "CU_AMZ_DE" else [*lines, person.company]
    first, second, third = (*filter(None, lines), None, None, None)[:3]
    return first, second, third


def _buyer(state: OrderState, subscription: Subscription) -> Buyer:
    person = state.order.billing
    return Buyer(name=_name(person), email=_mail(state, subscription), phone=person.day_phone)


def _mail(state: OrderState, subscription: Subscription) -> str | None:
    email = state.order.buyer_email
    if email and subscription.service_sku.startswith("CU_AMZ"):
        return f"{email.partition('@')[0]}@{REWRITTEN_MAIL}"
    return email
