"""An order as `OrderResponseItem`, at each level of detail: the fields and their sequence are those of spec §5.4.

The prefix is numbered per item of a page and the number of matches is the page's: both are marks here, put in later.
"""

from collections.abc import Iterator

from orders_pipeline.sandbox.channeladvisor_soap import codes, facts
from orders_pipeline.sandbox.channeladvisor_soap.cart_markup import cart
from orders_pipeline.sandbox.channeladvisor_soap.markup import ORD, Markup
from orders_pipeline.sandbox.channeladvisor_soap.values import status_date
from orders_pipeline.sandbox.world.order import Contact, OrderState

PREFIX, MATCHES = "\x02", "\x03"  # no letters of XML: they stand in no text
LEVELS = ("Low", "Medium", "High", "Complete")

CONTACT = (  # element, field of the world
    ("AddressLine1", "address_1"),
    ("AddressLine2", "address_2"),
    ("City", "city"),
    ("Region", "region"),
    ("RegionDescription", "region_name"),
    ("PostalCode", "postal_code"),
    ("CountryCode", "country"),
    ("CompanyName", "company"),
    ("JobTitle", "job_title"),
    ("Title", "title"),
    ("FirstName", "first_name"),
    ("LastName", "last_name"),
    ("Suffix", "suffix"),
    ("PhoneNumberDay", "day_phone"),
    ("PhoneNumberEvening", "evening_phone"),
)


def order_text(state: OrderState, level: str) -> str:
    """The whole element, with the two marks in it."""
    m = Markup(f"{PREFIX}:", shows_empty=state.order.order_id % 3 == 0)
    parts = [_base(m, state)]
    for name, make in _DETAILS.items():
        parts += make(m, state)
        if name == level:
            break
    head = f'xmlns:{PREFIX}="{ORD}" xsi:type="{PREFIX}:OrderResponseDetail{level}"'
    return f"<OrderResponseItem {head}>{''.join(parts)}</OrderResponseItem>"


def numbered(text: bytes, item: int, matches: int) -> bytes:
    """The element at its place on a page, from 1."""
    return text.replace(PREFIX.encode(), b"q%d" % item).replace(MATCHES.encode(), b"%d" % matches)


def _base(m: Markup, state: OrderState) -> str:
    order = state.order
    return "".join(
        (
            m.plain("NumberOfMatches", MATCHES),
            m.date_or_nil("OrderTimeGMT", order.purchased_at),
            m.date_or_nil("LastUpdateDate", state.updated_at),
            m.money("TotalOrderAmount", order.total),
            m.plain("OrderState", facts.order_state(state)),
            m.date_or_nil("DateCancelledGMT", facts.canceled_at(state)),
            m.plain("OrderID", order.order_id),
            m.text("ClientOrderIdentifier", facts.client_identifier(order)),
            m.text("SellerOrderID", order.seller_order_id),
            m.text("FlagStyle", codes.FLAG[state.flag]),
        )
    )


def _low(m: Markup, state: OrderState) -> Iterator[str]:
    style = state.order.order_id
    yield m.wrap(
        "OrderStatus",
        (
            m.text("CheckoutStatus", codes.CHECKOUT.get(state.checkout, state.checkout)),
            m.plain("CheckoutDateGMT", status_date(state.checkout_at, style)),
            m.text("PaymentStatus", codes.PAYMENT.get(state.payment, state.payment)),
            m.plain("PaymentDateGMT", status_date(state.payment_at, style)),
            m.text("ShippingStatus", codes.SHIPPING.get(state.shipping, state.shipping)),
            m.plain("ShippingDateGMT", status_date(state.shipping_at, style)),
            m.text("OrderRefundStatus", facts.refund_status(state)),
        ),
    )


def _medium(m: Markup, state: OrderState) -> Iterator[str]:
    order, payment = state.order, state.order.payment
    yield m.text("ResellerID", order.reseller_id)
    yield m.text("BuyerEmailAddress", order.buyer_email)
    yield m.flag("EmailOptIn", order.wants_mail)
    yield m.wrap(
        "PaymentInfo",
        (
            m.text("PaymentType", payment.method),
            m.text("CreditCardLast4", payment.card_last4),
            m.text("PayPalID", payment.paypal_account),
            m.text("MerchantReferenceNumber", payment.merchant_reference),
            m.text("PaymentTransactionID", payment.transaction_id),
        ),
    )
    yield m.wrap("ShippingInfo", (*_contact(m, state.ship_to), *_shipping(m, state)))
    yield m.wrap("BillingInfo", _contact(m, order.billing))
    yield m.text("FlagDescription", state.flag_text)


def _contact(m: Markup, person: Contact) -> Iterator[str]:
    for name, field in CONTACT:
        yield m.text(name, getattr(person, field))


def _shipping(m: Markup, state: OrderState) -> Iterator[str]:
    shipments = (
        m.wrap(
            "Shipment",
            (
                m.text("ShippingCarrier", parcel.carrier),
                m.text("ShippingClass", parcel.service),
                m.text("TrackingNumber", parcel.tracking_number),
            ),
        )
        for parcel in state.parcels
        if parcel.state != "canceled"
    )
    yield m.wrap("ShipmentList", shipments)
    yield m.text("ShippingInstructions", state.instructions)
    yield m.date_or_nil("EstimatedShipDate", state.order.ship_by_at)
    yield m.date_or_nil("DeliveryDate", state.order.deliver_by_at)


def _high(m: Markup, state: OrderState) -> Iterator[str]:
    yield cart(m, state)


def _complete(m: Markup, state: OrderState) -> Iterator[str]:
    fields = state.order.custom_fields
    if fields:
        yield m.wrap(
            "CustomValueList",
            (m.wrap("CustomValue", m.plain("ID", number) + m.text("Value", value)) for number, value in fields),
        )
    yield m.text("BuyerIpAddress", None)
    yield m.text("TransactionNotes", state.private_notes)


_DETAILS = {"Low": _low, "Medium": _medium, "High": _high, "Complete": _complete}
