"""The personal side of a ChannelUnity order: contacts, texts, fields of the marketplace. Pure (channelunity.md §5.3).

What is read here goes to the three personal tables and nowhere else. Names are one field, and are not split. Of the
billing contact the hub gives no address; its e-mail stands with the buyer, as other hubs have it.
"""

from collections.abc import Iterator
from typing import Any

from orders_pipeline.channels.channelunity import wire
from orders_pipeline.channels.channelunity.flags import Flags, Member
from orders_pipeline.channels.channelunity.texts import said
from orders_pipeline.model.records import AdditionalField, Contact, Order, OrderText

# Kind of contact -> column of order_contacts -> field on the wire.
CONTACTS = {
    "buyer": {"email": "BuyerEmail"},
    "billing": {"name": "BuyerName", "phone": "BuyerPhoneNumber"},
    "shipping": {
        "name": "ShipRecipientName",
        "email": "ShipEmail",
        "phone": "ShipPhoneNumber",
        "address_1": "ShipAddress1",
        "address_2": "ShipAddress2",
        "address_3": "ShipAddress3",
        "city": "ShipCity",
        "region": "ShipState",
        "postal_code": "ShipPostalcode",
        "country": "ShipCountry",
    },
}
_GIVEN = {kind: (tuple(fields), tuple(fields.values())) for kind, fields in CONTACTS.items()}


def contacts(found: wire.Order, order: Order) -> tuple[Contact, ...]:
    """Buyer, billing and shipping, each where at least one value is given."""
    people = []
    for kind, (columns, fields) in _GIVEN.items():
        given = (getattr(found, field) for field in fields)
        values = [value if value and not value.isspace() else None for value in given]
        if any(values):
            person: dict[str, Any] = dict(zip(columns, values, strict=True))
            people.append(Contact(account=order.account, order_id=order.order_id, kind=kind, **person))
    return tuple(people)


def texts_of(found: wire.Order, order: Order) -> tuple[OrderText, ...]:
    return tuple(
        OrderText(account=order.account, order_id=order.order_id, kind=kind, about_id=order.order_id, text=value)
        for kind, value in _texts(found)
        if value
    )


def _texts(found: wire.Order) -> Iterator[tuple[str, str | None]]:
    """Instructions have two names; where both are there and differ, both are kept, a line each."""
    given = (said(found.ShipDeliveryInstructions), said(found.BuyerCheckoutMessage))
    yield "delivery_instructions", "\n".join(dict.fromkeys(text for text in given if text)) or None
    yield "gift_message", said(found.GiftMessage)


def additional_fields(found: wire.Order, order: Order, flags: Flags) -> tuple[AdditionalField, ...]:
    """What OrderFlags holds as JSON, and the kind of gift wrap, which has no column."""
    wrap = said(found.GiftWrapType)
    members: tuple[Member, ...] = (*flags.members, *((("GiftWrapType", wrap),) if wrap else ()))
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
        for number, (name, value) in enumerate(members, start=1)
    )
