"""The personal side of a ChannelAdvisor order: contacts, texts, custom fields. Pure (channeladvisor-rest.md §5).

What is read here goes to the three personal tables and nowhere else.
"""

from collections.abc import Iterator
from operator import attrgetter

from msgspec import UnsetType

from orders_pipeline.channels.channeladvisor import wire
from orders_pipeline.channels.values import text
from orders_pipeline.model.records import AdditionalField, Contact, Order, OrderText

# Column of order_contacts -> the wire field after its prefix, Shipping or Billing.
ADDRESS = {
    "title": "Title",
    "first_name": "FirstName",
    "last_name": "LastName",
    "suffix": "Suffix",
    "company": "CompanyName",
    "job_title": "CompanyJobTitle",
    "phone": "DaytimePhone",
    "evening_phone": "EveningPhone",
    "address_1": "AddressLine1",
    "address_2": "AddressLine2",
    "city": "City",
    "region": "StateOrProvince",
    "region_name": "StateOrProvinceName",
    "postal_code": "PostalCode",
    "country": "Country",
}
# Kind of contact -> column -> wire field.
CONTACTS = {
    "buyer": {"email": "BuyerEmailAddress", "user_id": "BuyerUserId"},
    "shipping": {column: f"Shipping{field}" for column, field in ADDRESS.items()},
    "billing": {
        **{column: f"Billing{field}" for column, field in ADDRESS.items()},
        "payment_account": "PaymentPaypalAccountID",
        "card_last4": "PaymentCreditCardLast4",
    },
}
_GIVEN = {kind: (tuple(fields), attrgetter(*fields.values())) for kind, fields in CONTACTS.items()}
# Kind of text -> wire field of the order.
ORDER_TEXTS = {
    "public_notes": "PublicNotes",
    "private_notes": "PrivateNotes",
    "special_instructions": "SpecialInstructions",
    "flag_description": "FlagDescription",
}


def contacts(found: wire.Order, order: Order) -> tuple[Contact, ...]:
    """Buyer, shipping and billing, each where at least one value other than the opt-in is given."""
    people = []
    for kind, (columns, given) in _GIVEN.items():
        values = [value or None for value in given(found)]
        if any(values):
            opt_in = found.BuyerEmailOptIn if kind == "buyer" else None
            person = dict(zip(columns, values, strict=True))
            people.append(
                Contact(account=order.account, order_id=order.order_id, kind=kind, email_opt_in=opt_in, **person)
            )
    return tuple(people)


def texts(found: wire.Order, order: Order) -> tuple[OrderText, ...]:
    """Every text that is not empty, with what it belongs to."""
    return tuple(
        OrderText(account=order.account, order_id=order.order_id, kind=kind, about_id=about, text=value)
        for kind, about, value in _texts(found)
        if value
    )


def _texts(found: wire.Order) -> Iterator[tuple[str, str, str | None]]:
    for kind, field in ORDER_TEXTS.items():
        yield kind, str(found.ID), getattr(found, field)
    for item in found.Items:
        yield "gift_message", str(item.ID), item.GiftMessage
        yield "gift_notes", str(item.ID), item.GiftNotes
    if not isinstance(found.Adjustments, UnsetType):
        for adjustment in found.Adjustments:
            yield "refund_public_notes", f"order-{adjustment.ID}", adjustment.PublicNotes
            yield "refund_comment", f"order-{adjustment.ID}", adjustment.Comment
    for item in found.Items:
        if not isinstance(item.Adjustments, UnsetType):
            for adjustment in item.Adjustments:
                yield "refund_public_notes", f"item-{adjustment.ID}", adjustment.PublicNotes
                yield "refund_comment", f"item-{adjustment.ID}", adjustment.Comment


def additional_fields(found: wire.Order, order: Order) -> tuple[AdditionalField, ...]:
    """Custom fields in the hub's order, repeated ones kept."""
    if isinstance(found.CustomFields, UnsetType):
        return ()
    return tuple(
        AdditionalField(
            account=order.account,
            order_id=order.order_id,
            owner="order",
            owner_id=order.order_id,
            number=number + 1,
            name=text(field.FieldID),
            value=field.Value,
        )
        for number, field in enumerate(found.CustomFields)
    )
