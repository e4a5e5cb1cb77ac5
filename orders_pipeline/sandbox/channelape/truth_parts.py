"""The children of a canonical document, from what the hub holds: the other half of `truth`."""

from collections.abc import Iterator
from decimal import Decimal

from orders_pipeline.model.records import (
    AdditionalField,
    Contact,
    Fulfillment,
    FulfillmentItem,
    OrderItem,
    OrderText,
    Refund,
    RefundItem,
)
from orders_pipeline.sandbox.channelape import held, truth_words
from orders_pipeline.sandbox.channelape.own_ids import entry_ids, fulfillment_ids, refund_ids

ADDRESS = {  # column -> field of the hub
    "name": "name", "first_name": "first_name", "last_name": "last_name", "company": "company",
    "address_1": "address1", "address_2": "address2", "city": "city", "region": "province_code",
    "region_name": "province", "country": "country_code", "country_name": "country", "postal_code": "postal_code",
    "phone": "phone",
}  # fmt: skip
BUYER = ("name", "first_name", "last_name", "email", "phone")


def unknown(**columns: object | None) -> str | None:
    """The names of these columns that are NULL."""
    return ",".join(name for name, value in columns.items() if value is None) or None


def count(value: int | None) -> Decimal | None:
    return None if value is None else Decimal(value)


def order_items(order: held.HeldOrder, account: str) -> Iterator[OrderItem]:
    for number, line in enumerate(order.lines, 1):
        yield OrderItem(
            account=account,
            order_id=order.id,
            item_id=line.id,
            line_number=number,
            sku=line.sku,
            title=line.title,
            quantity=Decimal(line.quantity),
            upc=line.upc,
            vendor=line.vendor,
            shipping_method=line.shipping_method,
            reserve_qty=count(line.reserve_quantity),
            presale_qty=count(line.presale_quantity),
            weight_grams=line.grams,
            currency=order.currency,
            unit_price_amount=line.price,
            tax_amount=sum((tax.price for tax in line.taxes), Decimal(0)) if line.taxes else None,
            shipping_amount=line.shipping_price,
            shipping_tax_amount=line.shipping_tax,
            derived="tax_amount" if len(line.taxes) > 1 else None,
        )


def fulfillments(order: held.HeldOrder, account: str) -> Iterator[Fulfillment]:
    for key, each in zip(fulfillment_ids(order.fulfillments), order.fulfillments, strict=True):
        status = truth_words.delivery_status(each)
        is_shipped = None if status is None else status is truth_words.DeliveryStatus.SHIPPED
        yield Fulfillment(
            account=account,
            order_id=order.id,
            fulfillment_id=key,
            delivery_status=status,
            channel_delivery_status=each.status,
            is_shipped=is_shipped,
            carrier=each.company,
            service_class=each.method,
            tracking_number=each.tracking_number,
            tracking_url=" ".join(each.tracking_urls) or None,
            distribution_center=each.location_id,
            supplier_id=each.supplier_id,
            currency=order.currency,
            shipped_at=each.shipped_at,
            unknown_words=unknown(delivery_status=status, is_shipped=is_shipped),
        )


def fulfillment_items(order: held.HeldOrder, account: str) -> Iterator[FulfillmentItem]:
    for key, each in zip(fulfillment_ids(order.fulfillments), order.fulfillments, strict=True):
        for entry, units in zip(entry_ids(each.lines), each.lines, strict=True):
            yield FulfillmentItem(
                account=account,
                order_id=order.id,
                fulfillment_id=key,
                fulfillment_item_id=entry,
                item_id=units.id,
                sku=units.sku,
                quantity=Decimal(units.quantity),
                currency=order.currency,
            )


def _total(refund: held.Refund) -> Decimal | None:
    """What the buyer gets: by the transactions; where there are none, by the adjustments of an order as a whole.

    Lines without transactions name no amount, and adjustments beside lines are a part of what is not known.
    """
    if refund.transactions:
        return sum((each.amount for each in truth_words.counted(refund.transactions)), Decimal(0))
    if refund.lines or not refund.adjustments:
        return None
    return -sum((each.amount + (each.tax_amount or 0) for each in refund.adjustments), Decimal(0))


def _shipping(refund: held.Refund) -> dict[str, Decimal]:
    """An adjustment that says that it is of the shipping tells a component; every other reason is free text."""
    of_it = [each for each in refund.adjustments if (each.reason or "").lower() == truth_words.OF_SHIPPING]
    found = {
        "shipping_amount": [-each.amount for each in of_it],
        "shipping_tax_amount": [-each.tax_amount for each in of_it if each.tax_amount is not None],
    }
    return {column: sum(amounts, Decimal(0)) for column, amounts in found.items() if amounts}


def _joined(*values: str | None) -> str | None:
    """Each once, in the hub's order."""
    return ",".join(dict.fromkeys(value for value in values if value)) or None


def refunds(order: held.HeldOrder, account: str) -> Iterator[Refund]:
    for key, each in zip(refund_ids(order.refunds), order.refunds, strict=True):
        total, status = _total(each), truth_words.refund_status(each.transactions)
        kind = truth_words.refund_kind([units.restock_type for units in each.lines])
        yield Refund(
            account=account,
            order_id=order.id,
            refund_id=key,
            kind=kind,
            level="item" if each.lines else "order",
            status=status,
            channel_status=_joined(*(transaction.status for transaction in each.transactions)),
            channel_reason=_joined(*(adjustment.reason for adjustment in each.adjustments)),
            seller_refund_id=each.supplier_refund_id,
            marketplace_refund_id=each.channel_refund_id,
            transaction_id=_joined(*(transaction.id for transaction in each.transactions)),
            currency=order.currency,
            total_amount=total,
            **_shipping(each),
            unknown_words=unknown(kind=kind, status=status),
            derived=None if total is None else "total_amount",
        )


def refund_items(order: held.HeldOrder, account: str) -> Iterator[RefundItem]:
    for key, each in zip(refund_ids(order.refunds), order.refunds, strict=True):
        for entry, units in zip(entry_ids(each.lines), each.lines, strict=True):
            yield RefundItem(
                account=account,
                order_id=order.id,
                refund_id=key,
                refund_item_id=entry,
                item_id=units.id,
                sku=units.sku,
                quantity=Decimal(units.quantity),
                channel_restock_type=units.restock_type,
                currency=order.currency,
            )


def contacts(order: held.HeldOrder, account: str) -> Iterator[Contact]:
    customer = order.customer
    if customer is None:
        return
    people = {
        "buyer": {column: getattr(customer, column) for column in BUYER},
        "shipping": _address(customer.shipping),
        "billing": _address(customer.billing),
    }
    for kind, values in people.items():
        if any(value is not None for value in values.values()):
            yield Contact(account=account, order_id=order.id, kind=kind, **values)


def _address(address: held.Address | None) -> dict[str, str | None]:
    """A region without a code goes by its name, as the column says."""
    if address is None:
        return {}
    told = {column: getattr(address, field) for column, field in ADDRESS.items()}
    return {**told, "region": told["region"] or told["region_name"]}


def texts(order: held.HeldOrder, account: str) -> Iterator[OrderText]:
    """What the bank said of a refund's transactions; every other text of this hub is an additional field."""
    for key, each in zip(refund_ids(order.refunds), order.refunds, strict=True):
        said = "\n".join(transaction.message for transaction in each.transactions if transaction.message)
        if said:
            yield OrderText(account=account, order_id=order.id, kind="refund_comment", about_id=key, text=said)


def additional_fields(order: held.HeldOrder, account: str) -> Iterator[AdditionalField]:
    for owner, owner_id, fields in _owners(order):
        for number, (name, value) in enumerate(fields, 1):
            yield AdditionalField(
                account=account,
                order_id=order.id,
                owner=owner,
                owner_id=owner_id,
                number=number,
                name=name,
                value=value,
            )


def _owners(order: held.HeldOrder) -> Iterator[tuple[str, str, held.Fields]]:
    yield "order", order.id, order.additional
    for line in order.lines:
        yield "item", line.id, line.additional
    for key, each in zip(fulfillment_ids(order.fulfillments), order.fulfillments, strict=True):
        yield "fulfillment", key, each.additional
    if customer := order.customer:
        yield "customer", order.id, customer.additional
        for kind, address in (("shipping_address", customer.shipping), ("billing_address", customer.billing)):
            yield kind, order.id, address.additional if address else ()
