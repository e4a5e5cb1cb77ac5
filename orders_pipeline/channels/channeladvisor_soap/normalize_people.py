"""The personal side of a SOAP order: contacts, texts, custom fields. Pure (channeladvisor-soap.md §5.4).

What is read here goes to the three personal tables and nowhere else. The buyer's IP address is not kept.
"""

from collections.abc import Iterator
from operator import attrgetter

from orders_pipeline.channels.channeladvisor_soap import wire
from orders_pipeline.channels.channeladvisor_soap.normalize_amounts import lines_without_column
from orders_pipeline.channels.values import text
from orders_pipeline.model.records import AdditionalField, Contact, Order, OrderText

# Column of order_contacts -> contact field.
ADDRESS = {
    "title": "Title",
    "first_name": "FirstName",
    "last_name": "LastName",
    "suffix": "Suffix",
    "company": "CompanyName",
    "job_title": "JobTitle",
    "phone": "PhoneNumberDay",
    "evening_phone": "PhoneNumberEvening",
    "address_1": "AddressLine1",
    "address_2": "AddressLine2",
    "city": "City",
    "region": "Region",
    "region_name": "RegionDescription",
    "postal_code": "PostalCode",
    "country": "CountryCode",
}
_COLUMNS, _given = tuple(ADDRESS), attrgetter(*ADDRESS.values())


def contacts(found: wire.Order, cart: wire.Cart, order: Order) -> tuple[Contact, ...]:
    """Buyer, shipping and billing, each where at least one value other than the opt-in is given."""
    people, payment = [], found.PaymentInfo
    user_id = next((line.BuyerUserID for line in cart.LineItemSKUList or () if line.BuyerUserID), None)
    buyer = {"email": found.BuyerEmailAddress, "user_id": user_id}
    shipping = _address(found.ShippingInfo)
    billing = _address(found.BillingInfo)
    if payment is not None:
        billing |= {"payment_account": payment.PayPalID, "card_last4": payment.CreditCardLast4}
    for kind, person in (("buyer", buyer), ("shipping", shipping), ("billing", billing)):
        if any(person.values()):
            opt_in = found.EmailOptIn if kind == "buyer" else None
            people.append(
                Contact(account=order.account, order_id=order.order_id, kind=kind, email_opt_in=opt_in, **person)
            )
    return tuple(people)


def _address(found: wire.Address | None) -> dict[str, str | None]:
    return {} if found is None else dict(zip(_COLUMNS, _given(found), strict=True))


def texts(found: wire.Order, cart: wire.Cart, order: Order) -> tuple[OrderText, ...]:
    """Every text that is not empty, with what it belongs to."""
    return tuple(
        OrderText(account=order.account, order_id=order.order_id, kind=kind, about_id=about, text=value)
        for kind, about, value in _texts(found, cart, order.order_id)
        if value
    )


def _texts(found: wire.Order, cart: wire.Cart, order_id: str) -> Iterator[tuple[str, str, str | None]]:
    yield "private_notes", order_id, found.TransactionNotes
    if found.ShippingInfo is not None:
        yield "special_instructions", order_id, found.ShippingInfo.ShippingInstructions
    yield "flag_description", order_id, found.FlagDescription
    for line in cart.LineItemSKUList or ():
        yield "gift_message", str(line.LineItemID), line.GiftMessage
        yield "gift_notes", str(line.LineItemID), line.GiftWrapLevel


def additional_fields(found: wire.Order, cart: wire.Cart, order: Order) -> tuple[AdditionalField, ...]:
    """Custom values in the hub's order, repeated ones kept; then amounts of the order that no column is for."""
    values = [(text(custom.ID), custom.Value) for custom in found.CustomValueList or ()]
    values += [(name, str(amount)) for name, amount in lines_without_column(cart)]
    return tuple(
        AdditionalField(
            account=order.account,
            order_id=order.order_id,
            owner="order",
            owner_id=order.order_id,
            number=number,
            name=name,
            value=value,
        )
        for number, (name, value) in enumerate(values, start=1)
    )
