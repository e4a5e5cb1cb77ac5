"""A ChannelUnity order -> the canonical document. Pure: no clock, no I/O (channelunity.md §§5.3-5.6).

The XML shows no shipments and no refunds, so there are none here. Amounts stay as they are; what we add up is named in
`derived`.
"""

from decimal import Context, Decimal, Inexact
from typing import TypeVar

from orders_pipeline.channels.base import Scope
from orders_pipeline.channels.channelunity import codes, wire
from orders_pipeline.channels.channelunity.flags import Flags, flags_of
from orders_pipeline.channels.channelunity.normalize_people import additional_fields, contacts, texts_of
from orders_pipeline.channels.channelunity.texts import instant, money, quantity, said, word
from orders_pipeline.channels.values import Words, amount, currency
from orders_pipeline.model import money as precision
from orders_pipeline.model.columns import Kind, columns_of
from orders_pipeline.model.reasons import Quarantined, Reason
from orders_pipeline.model.records import BundleComponent, Order, OrderDocument, OrderItem

CHANNEL = "channelunity"
COMPOSITE = "^"  # parent^child1^child2: §10.16
_AMOUNT = Decimal(1).scaleb(-precision.AMOUNT_SCALE)
_exactly = Context(prec=precision.AMOUNT_DIGITS, traps=[Inexact]).quantize

_ORDER_AMOUNTS = tuple(column.name for column in columns_of(Order) if column.kind is Kind.MONEY)
_ITEM_AMOUNTS = tuple(column.name for column in columns_of(OrderItem) if column.kind is Kind.MONEY)
Given = TypeVar("Given")


def document(found: wire.Order, scope: Scope) -> OrderDocument:
    """The order with everything that belongs to it.

    Raises Quarantined: a value that cannot be kept exactly, or a required one that is missing.
    """
    flags = flags_of(word(found.OrderFlags))
    order = _order(found, scope, flags)
    lacks = order.channel_order_status in codes.MAY_LACK_PARTS
    items = _items(found, order, may_lack=lacks)
    if order.currency is None and (_has_amounts(order) or any(_has_amounts(item) for item in items)):
        raise Quarantined(Reason.MISSING_FIELD, "$.Currency", "the order has amounts and no currency")
    return OrderDocument(
        order=order,
        order_items=items,
        bundle_components=tuple(component for item in items if item.is_bundle for component in _components(item)),
        fulfillments=(),
        fulfillment_items=(),
        refunds=(),
        refund_items=(),
        order_contacts=contacts(found, order),
        order_texts=texts_of(found, order),
        additional_fields=additional_fields(found, order, flags),
    )


def _order(found: wire.Order, scope: Scope, flags: Flags) -> Order:
    words = Words()
    order_id = _required(word(found.RemoteOrderId), "RemoteOrderId")
    if len(order_id) > wire.LONGEST_ID:
        raise Quarantined(Reason.WRONG_TYPE, "$.RemoteOrderId", "the number is too long to be one")
    status = _required(word(found.OrderStatus), "OrderStatus")
    may_lack = status in codes.MAY_LACK_PARTS
    code, bought = word(found.Currency), instant(found.PurchaseDate, "$", "PurchaseDate")
    if not may_lack:
        _required(code, "Currency")
        _required(bought, "PurchaseDate")
    site, ship_to = word(found.ServiceSku), word(found.ShipCountry)
    family, country = codes.SITE.get(site, (None, None)) if site is not None else (None, None)
    if site is not None and family is None:
        words.flag("marketplace")
    grand_total, tax = money(found.GrandTotal, "$", "GrandTotal"), money(found.OrderTax, "$", "OrderTax")
    paid = None if grand_total is None or tax is None else amount(grand_total + tax, "$", "GrandTotal")
    is_tax_included = codes.IS_TAX_INCLUDED.get(country or (ship_to or "").upper())
    return Order(
        account=scope.account,
        order_id=order_id,
        channel=CHANNEL,
        hub_channel_id=scope.profile,
        hub_order_number=word(found.OrderId),
        marketplace=family,
        marketplace_country=country,
        channel_marketplace=site,
        marketplace_order_id=order_id,
        marketplace_record_number=word(found.EbayRecordNumber),
        tags=flags.tags,
        order_status=words.read("order_status", status, codes.ORDER_STATUS),
        channel_order_status=status,
        fulfilled_by=flags.fulfilled_by,
        purchased_at=bought,
        currency=None if code is None else currency(code, "$", "Currency"),
        total_amount=paid,
        channel_total_amount=grand_total,
        tax_amount=tax,
        shipping_amount=money(found.ShipPrice, "$", "ShipPrice"),
        shipping_tax_amount=money(found.ShipTax, "$", "ShipTax"),
        gift_wrap_amount=money(found.GiftWrapPrice, "$", "GiftWrapPrice"),
        gift_wrap_tax_amount=money(found.GiftWrapTax, "$", "GiftWrapTax"),
        is_tax_included=is_tax_included,
        is_shipping_tax_included=is_tax_included,
        derived=None if paid is None else "total_amount",
        payment_method=word(found.PaymentMethod),
        payment_transaction_id=word(found.PayPalTransactionID),
        requested_class=said(found.ShipService),
        ship_to_country=ship_to,
        unknown_words=words.unknown,
    )


def _required(value: Given | None, field: str) -> Given:
    if value is None:
        raise Quarantined(Reason.MISSING_FIELD, f"$.{field}", "a required field is not there")
    return value


def _has_amounts(row: Order | OrderItem) -> bool:
    """The warehouse holds no amount without its currency, be it 0.00."""
    names = _ORDER_AMOUNTS if isinstance(row, Order) else _ITEM_AMOUNTS
    return any(getattr(row, name) is not None for name in names)


def _items(found: wire.Order, order: Order, *, may_lack: bool) -> tuple[OrderItem, ...]:
    taken: set[str] = set()
    items = []
    for place, item in enumerate(found.OrderItems):
        path = f"$.OrderItems[{place}]"
        sku, ordered = said(item.SKU), quantity(item.Qty, path, "Qty")
        if ordered is None and not may_lack:
            raise Quarantined(Reason.MISSING_FIELD, f"{path}.Qty", "a required field is not there")
        tax = money(item.Tax, path, "Tax")
        line_tax = of_line(tax, ordered)
        parts = parts_of(sku)
        items.append(
            OrderItem(
                account=order.account,
                order_id=order.order_id,
                item_id=_item_id(sku, place, taken),
                line_number=place + 1,
                sku=sku,
                title=said(item.Name),
                quantity=ordered,
                is_bundle=True if parts else None,
                currency=order.currency,
                unit_price_amount=money(item.Price, path, "Price"),
                unit_tax_amount=tax,
                tax_amount=line_tax,
                derived=None if line_tax is None else "tax_amount",
            )
        )
    return tuple(items)


def _item_id(sku: str | None, place: int, taken: set[str]) -> str:
    """The SKU; with #2 and on where it repeats, `#3` for the third line where there is none."""
    found = sku or f"#{place + 1}"
    number = 1
    while found in taken:
        number += 1
        found = f"{sku or ''}#{number}"
    taken.add(found)
    return found


def of_line(unit_tax: Decimal | None, ordered: Decimal | None) -> Decimal | None:
    """The tax of all units: 0.55 of each of 3 is 1.65. None where that is finer than four decimals: never rounded."""
    if unit_tax is None or ordered is None:
        return None
    try:
        return _exactly(unit_tax * ordered, _AMOUNT)
    except ArithmeticError:
        return None


def parts_of(sku: str | None) -> tuple[str, ...]:
    """`parent^child1^child2` -> its parts; none of a plain SKU, or where a part is missing."""
    if sku is None or COMPOSITE not in sku:
        return ()
    parts = tuple(sku.split(COMPOSITE))
    return parts if all(parts) else ()


def _components(item: OrderItem) -> list[BundleComponent]:
    """The hub tells how many of each child a bundle holds as little as its price."""
    parent, *children = parts_of(item.sku)
    taken: set[str] = set()
    return [
        BundleComponent(
            account=item.account,
            order_id=item.order_id,
            item_id=item.item_id,
            component_id=_item_id(child, place, taken),
            component_number=place + 1,
            sku=child,
            bundle_sku=parent,
        )
        for place, child in enumerate(children)
    ]
