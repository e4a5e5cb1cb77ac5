"""What a correct pipeline holds of this dialect: canonical documents, from the state of the world and nothing else.

Never looks at rendered XML. What the hub itself does not know, because it keeps one Item a SKU, tax per unit, and no
parcels or refunds, is not in the truth either; `kept` says what it knows.
"""

from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal

from orders_pipeline.model.records import (
    AdditionalField,
    BundleComponent,
    Contact,
    Order,
    OrderDocument,
    OrderItem,
    OrderText,
)
from orders_pipeline.model.status import FulfilledBy
from orders_pipeline.sandbox.channelunity.kept import HubOrder, kept
from orders_pipeline.sandbox.channelunity.subscriptions import BY_LINK, subscription_of
from orders_pipeline.sandbox.channelunity.truth_words import IS_TAX_INCLUDED, ORDER_STATUS, SITES
from orders_pipeline.sandbox.channelunity.words import customer_number
from orders_pipeline.sandbox.world import OrderState, World

CHANNEL = "channelunity"


def documents(world: World, settings_link_id: int, instant: datetime, account: str) -> dict[str, OrderDocument]:
    """Every order that the hub shows of a subscription at an instant, by marketplace order number."""
    channel = BY_LINK[settings_link_id]
    made = (document_of(state, account) for state in world.at(instant) if subscription_of(state) is channel)
    return {document.order.order_id: document for document in made}


def document_of(state: OrderState, account: str) -> OrderDocument:
    """Raises ValueError: the order belongs to no channel of this hub."""
    order = kept(state)
    if order is None:
        raise ValueError(f"order {state.order.order_id} has no place in this hub")
    return OrderDocument(
        order=_order(order, account),
        order_items=tuple(_items(order, account)),
        bundle_components=tuple(_components(order, account)),
        order_contacts=tuple(_contacts(order, account)),
        order_texts=tuple(_texts(order, account)),
        additional_fields=tuple(_fields(order, state, account)),
    )


def _order(order: HubOrder, account: str) -> Order:
    site, totals = SITES.get(order.subscription.service_sku), order.totals
    country = (site.country if site else None) or order.ship_to.country
    is_tax_included = IS_TAX_INCLUDED.get(country or "")
    status = ORDER_STATUS.get(order.status)
    is_json = order.flags is not None and order.flags.startswith("{")
    return Order(
        account=account,
        order_id=order.remote_order_id,
        channel=CHANNEL,
        hub_channel_id=str(order.subscription.settings_link_id),
        hub_order_number=str(order.order_number),
        marketplace=site.marketplace if site else None,
        marketplace_country=site.country if site else None,
        channel_marketplace=order.subscription.service_sku,
        marketplace_order_id=order.remote_order_id,
        marketplace_record_number=order.ebay_record_number,
        tags=None if is_json else order.flags,
        order_status=status,
        channel_order_status=order.status,
        fulfilled_by=FulfilledBy.MARKETPLACE if "AMAZON_FBA" in (order.flags or "") else FulfilledBy.SELLER,
        unknown_words=",".join(
            name for name, value in (("marketplace", site), ("order_status", status)) if value is None
        )
        or None,
        purchased_at=order.purchased_at,
        currency=order.currency,
        total_amount=totals.grand_total + totals.tax,
        channel_total_amount=totals.grand_total,
        tax_amount=totals.tax,
        shipping_amount=totals.shipping,
        shipping_tax_amount=totals.shipping_tax,
        gift_wrap_amount=totals.gift_wrap,
        gift_wrap_tax_amount=totals.gift_wrap_tax,
        is_tax_included=is_tax_included,
        is_shipping_tax_included=is_tax_included,  # §5.6: VAT is inside the shipping price too
        derived="total_amount",
        payment_method=order.payment_method,
        payment_transaction_id=order.paypal_transaction_id,
        requested_class=order.service,
        ship_to_country=order.ship_to.country,
    )


def _items(order: HubOrder, account: str) -> Iterator[OrderItem]:
    """An item's id is its SKU; one without SKU goes by its place."""
    for number, item in enumerate(order.items, 1):
        line_tax = _times(item.tax, item.quantity)
        yield OrderItem(
            account=account,
            order_id=order.remote_order_id,
            item_id=item.sku or f"#{number}",
            line_number=number,
            sku=item.sku,
            title=item.name,
            is_bundle=True if item.sku and "^" in item.sku else None,
            quantity=item.quantity,
            currency=order.currency,
            unit_price_amount=item.price,
            unit_tax_amount=item.tax,
            tax_amount=line_tax,
            derived=None if line_tax is None else "tax_amount",
        )


def _components(order: HubOrder, account: str) -> Iterator[BundleComponent]:
    """Gotcha 16: the SKU of a bundle names its parts; how many of each, nobody says."""
    for item in order.items:
        parent, *children = (item.sku or "").split("^")
        seen: Counter[str] = Counter()
        for number, child in enumerate(children, 1):
            seen[child] += 1
            yield BundleComponent(
                account=account,
                order_id=order.remote_order_id,
                item_id=item.sku or "",
                component_id=child if seen[child] == 1 else f"{child}#{seen[child]}",
                component_number=number,
                sku=child,
                bundle_sku=parent,
            )


def _times(tax: Decimal | None, quantity: Decimal) -> Decimal | None:
    return None if tax is None else tax * quantity


def _contacts(order: HubOrder, account: str) -> Iterator[Contact]:
    """The buyer's e-mail stands with the buyer, name and phone with the billing contact, as for other hubs."""
    ship, buyer = order.ship_to, order.buyer
    people = {
        "buyer": {"email": buyer.email},
        "shipping": {
            "name": ship.name,
            "email": ship.email,
            "phone": ship.phone,
            **dict(zip(("address_1", "address_2", "address_3"), ship.address, strict=True)),
            "city": ship.city,
            "region": ship.state,
            "postal_code": ship.postal_code,
            "country": ship.country,
        },
        "billing": {"name": buyer.name, "phone": buyer.phone},
    }
    for kind, values in people.items():
        if any(values.values()):
            yield Contact(account=account, order_id=order.remote_order_id, kind=kind, **values)


def _texts(order: HubOrder, account: str) -> Iterator[OrderText]:
    """A gift message is the order's: the hub does not say of which line."""
    number = order.remote_order_id
    for kind, text in (("gift_message", order.gift_message), ("delivery_instructions", order.instructions)):
        if text:
            yield OrderText(account=account, order_id=number, kind=kind, about_id=number, text=text)


def _fields(order: HubOrder, state: OrderState, account: str) -> Iterator[AdditionalField]:
    """The members of OrderFlags where it is JSON, and what has no column, in the order of the document."""
    is_json = order.flags is not None and order.flags.startswith("{")
    told = (
        ("customer_number", customer_number(state.order) if is_json else None),
        ("GiftWrapType", order.gift_wrap_type),
    )
    given = [(name, value) for name, value in told if value]
    for number, (name, value) in enumerate(given, 1):
        yield AdditionalField(
            account=account,
            order_id=order.remote_order_id,
            owner="order",
            owner_id=order.remote_order_id,
            number=number,
            name=name,
            value=value,
        )
