"""From the state of the world to what this hub holds of an order: spec §4 and §6.1."""

from collections.abc import Sequence
from decimal import Decimal

from orders_pipeline.sandbox.channelape import additional, ids, words
from orders_pipeline.sandbox.channelape.held import Fulfillment, HeldOrder, LineItem, Tax
from orders_pipeline.sandbox.channelape.overlay import laid_over
from orders_pipeline.sandbox.channelape.parcels import fulfillments_of
from orders_pipeline.sandbox.channelape.people import customer_of
from orders_pipeline.sandbox.channelape.returns import refunds_of
from orders_pipeline.sandbox.channelape.values import pick
from orders_pipeline.sandbox.world.order import EXPONENTS, ZERO, Line, Order, OrderState

NOT_RELEASED = frozenset({"PENDING", "HOLD", "CANCELED"})
RATES = (None, Decimal("0.06"), Decimal("0.0825"))


def held(state: OrderState) -> HeldOrder:
    """With what was written over it."""
    order = from_world(state)
    return laid_over(order, state, fulfillments_from_world(state))


def fulfillments_from_world(state: OrderState) -> dict[int, Fulfillment]:
    return fulfillments_of(state, is_released=status_of(state) not in NOT_RELEASED)


def from_world(state: OrderState) -> HeldOrder:
    """As if nobody had written to this hub."""
    order = state.order
    first_status = status_of(state)
    fulfillments = tuple(fulfillments_from_world(state).values())
    is_canceled = first_status == "CANCELED"
    return HeldOrder(
        order_id=order.order_id,
        id=ids.order_uuid(order.order_id),
        business_id=ids.business_of(order.profile_id),
        channel_id=ids.channel_of(order.profile_id, order.marketplace),
        channel_order_id=ids.channel_order_id(order),
        purchase_order_number=_purchase_order(order),
        status=_status(first_status, fulfillments),
        currency=order.currency,
        purchased_at=order.purchased_at,
        created_at=state.imported_at,
        updated_at=state.updated_at,
        canceled_at=state.shipping_at if is_canceled and pick("canceled at", order.order_id, 5) else None,
        canceled_reason=_canceled_reason(state) if is_canceled else None,
        **_totals(state),
        customer=customer_of(state),
        lines=tuple(_line(line, order) for line in order.lines),
        fulfillments=fulfillments,
        refunds=tuple(refunds_of(state).values()),
        additional=additional.of_order(state),
    )


def status_of(state: OrderState) -> str:
    """What payment and shipping make of the order; a word that nobody knows stands as it is."""
    told = (state.shipping, state.checkout, state.payment)
    known = (words.SHIPPING, words.CHECKOUT, words.PAYMENT)
    odd = next((word for word, table in zip(told, known, strict=True) if word not in table), None)
    if odd is not None:
        return odd
    return next(
        status for *wanted, status in words.STATUS if all(w in (None, t) for w, t in zip(wanted, told, strict=True))
    )


def _status(first: str, fulfillments: Sequence[Fulfillment]) -> str:
    """An order is in progress from the moment when the warehouse has something of it."""
    handed_over = any(each.status in words.HANDED_OVER for each in fulfillments)
    return "IN_PROGRESS" if first == "OPEN" and handed_over else first


def _purchase_order(order: Order) -> str | None:
    """Printed on labels; repeats. Spec §3.1."""
    return f"PO-{order.order_id // 3 % 89}" if pick("purchase order", order.order_id, 4) == 0 else None


def _canceled_reason(state: OrderState) -> str | None:
    given = next((each for each in state.adjustments if each.kind == "cancellation" and each.line is None), None)
    return words.CANCELED_REASON.get(given.reason, given.reason) if given else None


def _totals(state: OrderState) -> dict[str, Decimal | None]:
    """As the channel gave them; a few channels give none. A shop's subtotal is after discounts: spec §8 gotcha 13."""
    order, key = state.order, state.order.order_id
    grams = Decimal(25 * (10 + pick("grams", key, 200))) / 10 if pick("total grams", key, 3) else None
    names = ("total_price", "subtotal_price", "total_shipping_price", "total_shipping_tax", "total_tax")
    if pick("no totals", key, 25) == 0:
        return {**dict.fromkeys(names), "total_grams": grams}
    goods = sum(((line.unit_price or ZERO) * line.quantity for line in order.lines), _zero(order.currency))
    is_shop = ids.FAMILY.get(order.marketplace) == "shop"
    subtotal = goods - additional.discounts(state) if is_shop else goods
    given = (order.total, subtotal, order.shipping, order.shipping_tax, order.tax)
    return {**dict(zip(names, given, strict=True)), "total_grams": grams}


def _zero(currency: str) -> Decimal:
    return Decimal(0).scaleb(-EXPONENTS.get(currency, 2))


def _line(line: Line, order: Order) -> LineItem:
    key = line.line_id
    has_shipping = pick("line shipping", order.order_id, 3) > 0
    is_presale = pick("presale", key, 40) == 0
    return LineItem(
        id=ids.line_item_id(line),
        sku=line.sku,
        upc=f"{key * 37 % 10**12:012}" if pick("upc", key, 3) == 0 else None,
        quantity=line.quantity,
        price=line.unit_price,
        title=line.title,
        vendor="Example & Söhne" if pick("vendor", key, 3) == 0 else None,
        grams=Decimal(5 * (10 + pick("grams", key, 400))) / 10 if pick("has grams", key, 4) else None,
        shipping_price=line.shipping if has_shipping else None,
        shipping_tax=line.shipping_tax if has_shipping else None,
        shipping_method=order.asked_service,
        taxes=_taxes(line, order.currency),
        reserve_quantity=line.quantity if pick("reserve", key, 30) == 0 else None,
        presale_quantity=line.quantity if is_presale else None,
        gift_card_code=f"GC-{key}" if pick("gift card", key, 90) == 0 else None,
        additional=additional.of_line(line),
    )


def _taxes(line: Line, currency: str) -> tuple[Tax, ...]:
    if not line.tax:
        is_told = pick("zero tax", line.line_id, 2)
        return (Tax(title="Tax", price=_zero(currency), rate=Decimal("0.0")),) if is_told else ()
    rate = RATES[pick("rate", line.line_id, len(RATES))]
    if pick("two taxes", line.line_id, 3):
        return (Tax(title="Tax", price=line.tax, rate=rate),)
    minor = Decimal(1).scaleb(-EXPONENTS.get(currency, 2))
    state_tax = (line.tax * 3 / 4).quantize(minor)
    return (
        Tax(title="State Tax", price=state_tax, rate=rate),
        Tax(title="County Tax", price=line.tax - state_tax),
    )
