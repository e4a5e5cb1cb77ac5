"""The customer and addresses as this hub holds them: spec §4 Customer, Address.

Amazon gives one name, and no billing address; shops give name and its parts; the others the parts.
"""

from orders_pipeline.sandbox.channelape import additional, words
from orders_pipeline.sandbox.channelape.held import Address, Customer
from orders_pipeline.sandbox.channelape.ids import FAMILY
from orders_pipeline.sandbox.channelape.values import pick
from orders_pipeline.sandbox.world.order import Contact, OrderState


def customer_of(state: OrderState) -> Customer | None:
    """None where the channel has told nothing, or where the buyer's data are removed."""
    order, turn = state.order, pick("customer", state.order.order_id, 60)
    if turn == 0 or (state.personal_data_removed_at and turn % 2):
        return None
    family = FAMILY.get(order.marketplace, "")
    payer = order.billing if order.billing.address_1 else state.ship_to
    billing = order.billing if family != "amazon" and order.billing.address_1 else None
    return Customer(
        **_names(payer, family),
        email=order.buyer_email,
        phone=payer.day_phone,
        shipping=_address(state.ship_to, family, order.order_id, "shipping"),
        billing=None if billing is None else _address(billing, family, order.order_id, "billing"),
        additional=additional.of_customer(order.order_id, order.wants_mail),
    )


def _names(person: Contact, family: str) -> dict[str, str | None]:
    if family == "amazon":
        return {"name": _whole(person)}
    return {"first_name": person.first_name, "last_name": person.last_name}


def _whole(person: Contact) -> str | None:
    return " ".join(part for part in (person.first_name, person.last_name) if part) or None


def _address(person: Contact, family: str, order_id: int, kind: str) -> Address:
    names = {**_names(person, family), **({"name": _whole(person)} if family == "shop" else {})}
    return Address(
        **names,
        company=person.company,
        address1=person.address_1,
        address2=person.address_2,
        city=person.city,
        province=person.region_name,
        province_code=person.region,
        country=words.COUNTRY.get(person.country or ""),
        country_code=person.country,
        postal_code=person.postal_code,
        phone=person.day_phone,
        additional=additional.of_address(order_id, kind),
    )
