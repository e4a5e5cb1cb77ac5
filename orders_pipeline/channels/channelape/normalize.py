"""A ChannelApe order -> the canonical document. Pure: no clock, no I/O (channelape.md §4).

Amounts stay as the channel gave them, absent ones NULL; what a column means stands in `model/records`. Identifiers and
words lose the blanks around them.
"""

from decimal import Decimal

from orders_pipeline.channels.base import Scope
from orders_pipeline.channels.channelape import codes, wire
from orders_pipeline.channels.channelape.lenient import as_id
from orders_pipeline.channels.channelape.normalize_people import additional_fields, contacts
from orders_pipeline.channels.channelape.normalize_refunds import refunds_of
from orders_pipeline.channels.channelape.normalize_shipping import fulfillments_of
from orders_pipeline.channels.values import Words, amount, currency, instant, required_instant, total, trimmed, units
from orders_pipeline.model.reasons import Quarantined, Reason
from orders_pipeline.model.records import Order, OrderDocument, OrderItem

CHANNEL = "channelape"


def document(found: wire.Order, scope: Scope) -> OrderDocument:
    """The order with everything that belongs to it.

    Raises Quarantined: a value that cannot be kept exactly, a required one that is missing, another business's order.
    """
    _refuse_others(found, scope.profile)
    order = _order(found, scope.account)
    fulfillments = fulfillments_of(found, order)
    refunds = refunds_of(found, order)
    return OrderDocument(
        order=order,
        order_items=tuple([_item(item, order, number) for number, item in enumerate(found.lineItems)]),
        fulfillments=fulfillments.rows,
        fulfillment_items=fulfillments.item_rows,
        refunds=refunds.rows,
        refund_items=refunds.item_rows,
        order_contacts=contacts(found, order),
        order_texts=refunds.texts,
        additional_fields=additional_fields(found, order, fulfillments.fields + refunds.fields),
    )


def _refuse_others(found: wire.Order, business: str | None) -> None:
    if business is None:
        return
    if found.businessId is None:
        raise Quarantined(Reason.MISSING_FIELD, "$.businessId", "the order does not say whose it is")
    if found.businessId.strip().lower() != business.lower():
        raise Quarantined(
            Reason.OTHER_PROFILE, "$.businessId", "the order belongs to another business than was asked for"
        )


def _order(found: wire.Order, account: str) -> Order:
    words = Words()
    order_id, status = as_id(found.id), trimmed(found.status)
    if order_id is None:
        raise Quarantined(Reason.WRONG_TYPE, "$.id", "the order's id does not look like one")
    paid = amount(found.totalPrice, "$", "totalPrice")
    address = found.customer.shippingAddress if found.customer is not None else None
    return Order(
        account=account,
        order_id=order_id,
        channel=CHANNEL,
        hub_account_id=trimmed(found.businessId),
        hub_channel_id=trimmed(found.channelId),
        marketplace_order_id=trimmed(found.channelOrderId),
        purchase_order_number=trimmed(found.purchaseOrderNumber),
        order_status=words.read("order_status", status, codes.ORDER_STATUS),
        channel_order_status=status,
        cancel_reason=trimmed(found.canceledReason),
        unknown_words=words.unknown,
        purchased_at=required_instant(found.purchasedAt, "$", "purchasedAt"),
        imported_at=instant(found.createdAt),
        updated_at=instant(found.updatedAt),
        canceled_at=instant(found.canceledAt),
        currency=currency(found.alphabeticCurrencyCode.strip(), "$", "alphabeticCurrencyCode"),
        total_amount=paid,
        channel_total_amount=paid,
        subtotal_amount=amount(found.subtotalPrice, "$", "subtotalPrice"),
        tax_amount=amount(found.totalTax, "$", "totalTax"),
        shipping_amount=amount(found.totalShippingPrice, "$", "totalShippingPrice"),
        shipping_tax_amount=amount(found.totalShippingTax, "$", "totalShippingTax"),
        ship_to_country=trimmed(address.countryCode) if address is not None else None,
        weight_grams=units(found.totalGrams, "$", "totalGrams"),
    )


def _item(found: wire.LineItem, order: Order, number: int) -> OrderItem:
    path = f"$.lineItems[{number}]"
    item_id = trimmed(found.id)
    if item_id is None:
        raise Quarantined(Reason.MISSING_FIELD, f"{path}.id", "the line's id is empty")
    tax, is_summed = _tax(found.taxes, path) if found.taxes else (None, False)
    return OrderItem(
        account=order.account,
        order_id=order.order_id,
        item_id=item_id,
        line_number=number + 1,
        sku=trimmed(found.sku),
        title=trimmed(found.title),
        quantity=units(found.quantity, path, "quantity"),
        upc=trimmed(found.upc),
        vendor=trimmed(found.vendor),
        shipping_method=trimmed(found.shippingMethod),
        reserve_qty=units(found.reserveQuantity, path, "reserveQuantity"),
        presale_qty=units(found.presaleQuantity, path, "presaleQuantity"),
        weight_grams=units(found.grams, path, "grams"),
        currency=order.currency,
        unit_price_amount=amount(found.price, path, "price"),
        tax_amount=tax,
        shipping_amount=amount(found.shippingPrice, path, "shippingPrice"),
        shipping_tax_amount=amount(found.shippingTax, path, "shippingTax"),
        derived="tax_amount" if is_summed else None,
    )


def _tax(taxes: list[wire.Tax], path: str) -> tuple[Decimal | None, bool]:
    """The line's tax, and whether it is a sum of several."""
    given = [amount(tax.price, f"{path}.taxes[{place}]", "price") for place, tax in enumerate(taxes)]
    return amount(total(*given), path, "taxes"), sum(price is not None for price in given) > 1
