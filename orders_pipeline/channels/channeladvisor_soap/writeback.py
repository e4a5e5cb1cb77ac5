"""Actions as ChannelAdvisor's SOAP API takes them: envelopes, every amount written out, credentials as slots. Pure.

channeladvisor-soap.md §§7, 8, 10. A line that money is returned for is named by its id, a shipped one by its SKU: this
API has nothing else for it.
"""

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal

from orders_pipeline.channels.base import Writeback
from orders_pipeline.channels.channeladvisor_soap import query, writing
from orders_pipeline.channels.channeladvisor_soap.codes import REFUND_REASON
from orders_pipeline.channels.channeladvisor_soap.effects import seen
from orders_pipeline.channels.channeladvisor_soap.outcomes import outcome
from orders_pipeline.channels.parcels import baseline_of, corrects
from orders_pipeline.model.actions import ActionKind
from orders_pipeline.model.allocation import Refused
from orders_pipeline.model.decisions import DecidedLine, Decision
from orders_pipeline.model.plans import Draft, Request, mark
from orders_pipeline.model.status import RefundReason

SLOTS = ("developer_key", "password")
REASONS = {ours: theirs for theirs, ours in REFUND_REASON.items()}


def drafts(decision: Decision) -> Sequence[Draft]:
    """A whole order is canceled or refunded by one request that names every line: what is sold for less in parts, such
    as by a coupon, cannot be refunded in parts. Else one request for each line.

    Raises Refused: SKUs do not tell the lines apart.
    """
    return _DRAFTS[decision.intent.kind](decision)


def _ship(decision: Decision) -> list[Draft]:
    """By SKU also where everything goes, so that nothing leaves that came in meanwhile; Full only where SKUs fail."""
    intent = decision.intent
    by_sku = _contents(decision)
    if by_sku is None and not decision.is_whole:
        raise Refused("lines of one SKU, or of none, cannot be told apart in a shipment")
    parcel = writing.Parcel(
        shipped_at=intent.shipped_at,
        carrier=intent.carrier,
        service=intent.service,
        tracking_number=intent.tracking_number,
        seller_id=decision.echo,
    )
    units = {line.item_id: line.quantity for line in decision.lines}
    what = "everything" if by_sku is None else ", ".join(f"{line.quantity} of {line.sku}" for line in decision.lines)
    with_what = f" with {intent.carrier} {intent.tracking_number}" if intent.carrier else ""
    return [
        Draft(
            request=_request(writing.shipment(_account(decision), intent.order_id, by_sku, parcel)),
            sentence=f"ship {what}{with_what}",
            item_ids=() if by_sku is None else tuple(units),
            units=units,
            echo=decision.echo,
            baseline=baseline_of(decision.document, intent.tracking_number),
        )
    ]


def _correct(decision: Decision) -> list[Draft]:
    intent = decision.intent
    was = next(one for one in decision.document.fulfillments if one.fulfillment_id == intent.fulfillment_id)
    return [
        Draft(
            request=_request(writing.correction(_account(decision), intent.order_id, was, intent)),
            sentence=f"correct fulfillment {intent.fulfillment_id}",
            echo=intent.fulfillment_id,
            baseline=corrects(intent),
        )
    ]


def _contents(decision: Decision) -> list[tuple[str, Decimal]] | None:
    """Units by SKU; None where the SKUs of the order do not tell which lines are meant."""
    skus = [sku_of(item.sku) for item in decision.document.order_items]
    if any(not sku_of(line.sku) or skus.count(sku_of(line.sku)) > 1 for line in decision.lines):
        return None
    return [(line.sku or "", line.quantity) for line in decision.lines]


def sku_of(sku: str | None) -> str:
    """As the hub may compare it: neither case nor blanks around it are told to matter."""
    return (sku or "").strip().casefold()


def _give_back(decision: Decision) -> list[Draft]:
    if decision.order_amounts:
        return [_of_order(decision)]
    if decision.is_whole:
        return [_of_lines(decision, decision.lines, decision.echo, ())]
    is_alone = len(decision.lines) == 1
    return [
        _of_lines(decision, [line], decision.echo if is_alone else f"{decision.echo}-{line.item_id}", (line.item_id,))
        for line in decision.lines
    ]


def _of_lines(decision: Decision, lines: Sequence[DecidedLine], echo: str, item_ids: tuple[str, ...]) -> Draft:
    intent = decision.intent
    items = [
        writing.Item(line_id=line.item_id, sku=line.sku, quantity=line.quantity, amounts=line.amounts) for line in lines
    ]
    call = writing.refund_of_items(
        _account(decision), intent.order_id, items, _reason(decision), echo, is_restock=intent.restock
    )
    amount = sum((value for line in lines for value in line.amounts.values()), Decimal(0))
    what = ", ".join(f"{line.quantity} of line {line.item_id}" for line in lines)
    return Draft(
        request=_request(call),
        sentence=f"{intent.kind} {what}: {amount} {decision.document.order.currency}",
        item_ids=item_ids,
        units={line.item_id: line.quantity for line in lines},
        line_amounts={line.item_id: line.amounts for line in lines},
        echo=echo,
    )


def _of_order(decision: Decision) -> Draft:
    intent, amount = decision.intent, decision.amount
    call = writing.refund_of_order(_account(decision), intent.order_id, amount, _reason(decision), decision.echo)
    return Draft(
        request=_request(call),
        sentence=f"{intent.kind} {amount} {decision.document.order.currency} of the order as a whole",
        order_amounts=decision.order_amounts,
        echo=decision.echo,
    )


def _mark(decision: Decision) -> list[Draft]:
    intent = decision.intent
    call = writing.export_mark(_account(decision), intent.order_id, is_exported=intent.exported)
    sentence = "mark as exported" if intent.exported else "take the export mark away"
    return [Draft(request=_request(call), sentence=sentence)]


def _reason(decision: Decision) -> str:
    return REASONS[decision.intent.reason or RefundReason.GENERAL_ADJUSTMENT]


def _account(decision: Decision) -> str:
    """Raises Refused: an order that was not read by an account."""
    account_id = decision.document.order.hub_account_id
    if account_id is None:
        raise Refused("the order does not say whose it is")
    return account_id


def _request(call: query.Call) -> Request:
    """Raises Refused: a text with a sign that XML cannot hold."""
    try:
        body = query.envelope(call, *map(mark, SLOTS)).decode()
    except ValueError:
        raise Refused("a text of the request holds a sign that XML cannot hold") from None
    return Request(method="POST", path=call.service, body=body, headers=query.headers(call), slots=SLOTS)


_DRAFTS: Mapping[ActionKind, Callable[[Decision], list[Draft]]] = {
    ActionKind.SHIP: _ship,
    ActionKind.CORRECT_SHIPMENT: _correct,
    ActionKind.CANCEL: _give_back,
    ActionKind.REFUND: _give_back,
    ActionKind.ACKNOWLEDGE: _mark,
}
WRITEBACK = Writeback(drafts=drafts, outcome=outcome, seen=seen)
