"""The personal side of a ChannelApe order: contacts and additional fields. Pure (channelape.md §4).

What is read here goes to the personal tables and nowhere else.
"""

from collections.abc import Iterator, Sequence
from operator import attrgetter
from typing import Any, NamedTuple

import msgspec

from orders_pipeline.channels.channelape import wire
from orders_pipeline.channels.values import trimmed
from orders_pipeline.model.records import AdditionalField, Contact, Order

# Column of order_contacts -> the field on the wire.
BUYER = {"name": "name", "first_name": "firstName", "last_name": "lastName", "email": "email", "phone": "phone"}
ADDRESS = {
    "name": "name",
    "first_name": "firstName",
    "last_name": "lastName",
    "company": "company",
    "phone": "phone",
    "address_1": "address1",
    "address_2": "address2",
    "city": "city",
    "region": "provinceCode",
    "region_name": "province",
    "postal_code": "postalCode",
    "country": "countryCode",
    "country_name": "country",
}
_OF_BUYER, _OF_ADDRESS = attrgetter(*BUYER.values()), attrgetter(*ADDRESS.values())


class Owned(NamedTuple):
    """A list of additional fields and what it belongs to."""

    owner: str
    owner_id: str
    fields: Sequence[wire.Field] | None


def contacts(found: wire.Order, order: Order) -> tuple[Contact, ...]:
    """Buyer, shipping and billing, each where at least one value is given.

    Where there is no code of the province, its name is the region: the two may disagree, and the code is preferred.
    """
    customer = found.customer
    if customer is None:
        return ()
    given = [("buyer", BUYER, _OF_BUYER(customer))]
    for kind, address in (("shipping", customer.shippingAddress), ("billing", customer.billingAddress)):
        if address is not None:
            given.append((kind, ADDRESS, _OF_ADDRESS(address)))
    people = []
    for kind, columns, values in given:
        told: dict[str, Any] = {
            column: said for column, value in zip(columns, values, strict=True) if (said := trimmed(value))
        }
        if told:
            if "region" not in told and "region_name" in told:
                told["region"] = told["region_name"]
            people.append(Contact(account=order.account, order_id=order.order_id, kind=kind, **told))
    return tuple(people)


def additional_fields(found: wire.Order, order: Order, owned: Sequence[Owned]) -> tuple[AdditionalField, ...]:
    """Every list of the order and of what belongs to it, in the hub's order, repeated names and blanks kept."""
    return tuple(
        [
            AdditionalField(
                account=order.account,
                order_id=order.order_id,
                owner=owner,
                owner_id=owner_id,
                number=number + 1,
                name=field.name,
                value=_said(field.value),
            )
            for owner, owner_id, fields in (*_owned(found, order.order_id), *owned)
            if fields
            for number, field in enumerate(fields)
        ]
    )


def _owned(found: wire.Order, order_id: str) -> Iterator[Owned]:
    yield Owned("order", order_id, found.additionalFields)
    for item in found.lineItems:
        if item.additionalFields:
            yield Owned("item", trimmed(item.id) or "", item.additionalFields)
    if customer := found.customer:
        yield Owned("customer", order_id, customer.additionalFields)
        if customer.shippingAddress:
            yield Owned("shipping_address", order_id, customer.shippingAddress.additionalFields)
        if customer.billingAddress:
            yield Owned("billing_address", order_id, customer.billingAddress.additionalFields)


def _said(value: object) -> str | None:
    """Values are text; what is not is kept as JSON writes it."""
    return value if value is None or isinstance(value, str) else _as_json(value).decode()


_as_json = msgspec.json.Encoder(decimal_format="number").encode
