"""Refunds of a ChannelApe order -> refunds and cancellations. Pure (channelape.md §§4, 5.4, 5.5).

The hub moves no money itself. What a channel moved stands in transactions; adjustments are negative where they go to
the buyer; lines tell units, never amounts.
"""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import NamedTuple

from orders_pipeline.channels.channelape import codes, wire
from orders_pipeline.channels.channelape.keys import Keys, line_key, lines_of, plain
from orders_pipeline.channels.channelape.normalize_people import Owned
from orders_pipeline.channels.values import Words, amount, total, trimmed, units
from orders_pipeline.model.records import Order, OrderText, Refund, RefundItem
from orders_pipeline.model.status import RefundKind, RefundStatus

ORDER, ITEM = "order", "item"
REFUND, REFUND_ITEM = "refund", "refund_item"
COMMENT = "refund_comment"


class Refunds(NamedTuple):
    """The refunds, their lines, what was said about them, and the additional fields that they own."""

    rows: tuple[Refund, ...] = ()
    item_rows: tuple[RefundItem, ...] = ()
    texts: tuple[OrderText, ...] = ()
    fields: tuple[Owned, ...] = ()


def refunds_of(found: wire.Order, order: Order) -> Refunds:
    """Every refund of the order, whoever made it and however far it has come."""
    if not found.refunds:
        return Refunds()
    keys = Keys()
    rows, item_rows, texts, fields = list[Refund](), list[RefundItem](), list[OrderText](), list[Owned]()
    for number, one in enumerate(found.refunds):
        path, refund_id = f"$.refunds[{number}]", _key(keys, one)
        rows.append(_refund(one, order, refund_id, path))
        fields.append(Owned(REFUND, refund_id, one.additionalFields))
        if said := "\n".join(transaction.message for transaction in one.transactions or () if transaction.message):
            texts.append(
                OrderText(account=order.account, order_id=order.order_id, kind=COMMENT, about_id=refund_id, text=said)
            )
        within = Keys()
        for place, line in enumerate(one.lineItems or ()):
            item = _item(line, order, refund_id, line_key(within, line, place), f"{path}.lineItems[{place}]")
            item_rows.append(item)
            if line.additionalFields:
                fields.append(Owned(REFUND_ITEM, f"{refund_id}/{item.refund_item_id}", line.additionalFields))
    return Refunds(tuple(rows), tuple(item_rows), tuple(texts), tuple(fields))


def _key(keys: Keys, one: wire.Refund) -> str:
    """Without a supplier's id: lines and adjustments. The channel's id and transactions are filled in later."""
    if name := trimmed(one.supplierRefundId):
        return keys.named(name)
    adjustments = [[plain(found.amount), plain(found.taxAmount), found.reason] for found in one.adjustments or ()]
    return keys.of_content([lines_of(one.lineItems), adjustments])


def _refund(found: wire.Refund, order: Order, refund_id: str, path: str) -> Refund:
    words = Words()
    transactions, adjustments, lines = found.transactions or (), found.adjustments or (), found.lineItems or ()
    kind, status = _kind(lines, words), _status(transactions, words)
    parts, adjusted = _adjusted(adjustments, path)
    moved = _moved(transactions, path)
    whole = amount(adjusted if moved is None else moved, path, "(sum)")
    return Refund(
        account=order.account,
        order_id=order.order_id,
        refund_id=refund_id,
        kind=kind,
        level=ITEM if lines else ORDER,
        status=status,
        channel_status=_listed(transaction.status for transaction in transactions),
        channel_reason=_listed(adjustment.reason for adjustment in adjustments),
        seller_refund_id=trimmed(found.supplierRefundId),
        marketplace_refund_id=trimmed(found.channelRefundId),
        transaction_id=_listed(transaction.id for transaction in transactions),
        currency=order.currency,
        total_amount=whole,
        shipping_amount=parts.get("shipping_amount"),
        shipping_tax_amount=parts.get("shipping_tax_amount"),
        unknown_words=words.unknown,
        derived=None if whole is None else "total_amount",
    )


def _kind(lines: Sequence[wire.PartLine], words: Words) -> RefundKind | None:
    """A cancellation only where every line says so."""
    restocks = {trimmed(line.restockType) for line in lines} or {None}
    if not restocks <= codes.KIND_BY_RESTOCK.keys():
        words.flag("kind")
        return None
    kinds = {codes.KIND_BY_RESTOCK[restock] for restock in restocks}
    return kinds.pop() if len(kinds) == 1 else RefundKind.REFUND


def _status(transactions: Sequence[wire.Transaction], words: Words) -> RefundStatus | None:
    if not transactions:
        return codes.WITHOUT_TRANSACTIONS
    states = {codes.TRANSACTION_STATUS.get(trimmed(transaction.status) or "") for transaction in transactions}
    if None in states:
        words.flag("status")
        return None
    return next(status for status in codes.STATUS_OF_SEVERAL if status in states)


def _moved(transactions: Sequence[wire.Transaction], path: str) -> Decimal | None:
    """What the transactions give back; failed ones do so only where there are no others to tell of."""
    told = [
        (
            codes.TRANSACTION_STATUS.get(trimmed(transaction.status) or "") is RefundStatus.FAILED,
            amount(transaction.amount, f"{path}.transactions[{place}]", "amount"),
        )
        for place, transaction in enumerate(transactions)
    ]
    good = [given for is_failed, given in told if not is_failed]
    return total(*(good or (given for _, given in told)))


def _adjusted(adjustments: Sequence[wire.Adjustment], path: str) -> tuple[dict[str, Decimal], Decimal | None]:
    """By component where the reason tells it, and in all; positive to the buyer."""
    parts: dict[str, Decimal] = {}
    given = list[Decimal]()
    for place, found in enumerate(adjustments):
        of_adjustment = f"{path}.adjustments[{place}]"
        columns = codes.ADJUSTMENT.get((found.reason or "").strip().lower(), (None, None))
        values = (
            amount(found.amount, of_adjustment, "amount"),
            amount(found.taxAmount, of_adjustment, "taxAmount"),
        )
        for column, value in zip(columns, values, strict=True):
            if value is not None:
                given.append(back := Decimal(0) - value)
                if column is not None:
                    parts[column] = parts.get(column, Decimal(0)) + back
    return parts, total(*given)


def _listed(values: Iterable[wire.Ident]) -> str | None:
    """Each value once, in the hub's order, comma-separated."""
    return ",".join(dict.fromkeys(filter(None, map(trimmed, values)))) or None


def _item(found: wire.PartLine, order: Order, refund_id: str, item_key: str, path: str) -> RefundItem:
    return RefundItem(
        account=order.account,
        order_id=order.order_id,
        refund_id=refund_id,
        refund_item_id=item_key,
        item_id=trimmed(found.id),
        sku=trimmed(found.sku),
        quantity=units(found.quantity, path, "quantity"),
        channel_restock_type=trimmed(found.restockType),
        currency=order.currency,
    )
