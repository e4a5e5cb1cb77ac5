"""Which refunds an order has: cancellations of lines, and money that the channel gave back. Spec §4 Refund, §5.4, §5.5.

This hub moves no money. A refund tells of it by transactions, or by adjustments alone, or by lines alone; disputes it
does not know.
"""

from decimal import Decimal

from orders_pipeline.sandbox.channelape import words
from orders_pipeline.sandbox.channelape.held import Adjustment, Refund, Transaction, Units
from orders_pipeline.sandbox.channelape.ids import line_item_id
from orders_pipeline.sandbox.channelape.values import pick
from orders_pipeline.sandbox.world.order import EXPONENTS, ZERO, Line, OrderState
from orders_pipeline.sandbox.world.order import Adjustment as Given

PARTS = ("item", "tax", "shipping", "shipping_tax", "gift", "gift_tax", "recycling_fee")


def refunds_of(state: OrderState) -> dict[int, Refund]:
    """By the adjustment that each tells of."""
    return {each.adjustment_id: _refund(state, each) for each in state.adjustments if each.kind != "dispute"}


def _refund(state: OrderState, given: Given) -> Refund:
    is_ours = given.source in ("api", "user")
    number = f"rma-{given.adjustment_id}" if given.source == "user" and pick("own id", given.adjustment_id, 2) else None
    transactions = _transactions(state, given)
    return Refund(
        supplier_refund_id=(given.seller_adjustment_id or number) if is_ours else None,
        channel_refund_id=f"CH-{given.adjustment_id}" if given.source == "channel" else given.site_adjustment_id,
        lines=_lines(state, given),
        transactions=transactions,
        adjustments=_adjustments(given, has_transactions=bool(transactions)),
    )


def _lines(state: OrderState, given: Given) -> tuple[Units, ...]:
    if given.kind == "cancellation":
        whole = ((line, line.quantity) for line in state.order.lines)
        wanted = whole if given.line is None else ((given.line, given.quantity or 0),)
        return tuple(_units(line, units, "CANCEL") for line, units in wanted if units)
    if given.line is None:
        return ()
    kind = "RETURN" if given.is_restock else "NO_RESTOCK"
    return (_units(given.line, given.quantity or given.line.quantity, kind),)


def _units(line: Line, quantity: int, restock_type: str) -> Units:
    sku = line.sku if pick("refund sku", line.line_id, 2) else None
    return Units(id=line_item_id(line), sku=sku, quantity=quantity, restock_type=restock_type)


def _total(given: Given) -> Decimal:
    return sum((getattr(given, part) or ZERO for part in PARTS), ZERO)


def _transactions(state: OrderState, given: Given) -> tuple[Transaction, ...]:
    key, total = given.adjustment_id, _total(given)
    is_silent = given.line is not None and pick("silent", key, 6) == 0
    if given.kind == "cancellation" or given.step == "recorded" or is_silent or not total:
        return ()
    word = words.TRANSACTION.get(given.step, given.step)
    name = given.transaction_id or f"T{key}"
    if word == "SUCCESS" and pick("retried", key, 8) == 0:  # what failed first was not given back
        failed = Transaction(id=f"{name}-0", amount=total, status="FAILURE", message=words.MESSAGE["FAILURE"])
        return failed, Transaction(id=name, amount=total, status=word, message=words.MESSAGE[word])
    minor = Decimal(1).scaleb(-EXPONENTS.get(state.order.currency, 2))
    if word == "SUCCESS" and total > minor and pick("two payments", key, 5) == 0:  # a gift card and the rest
        first = max(minor, (total / 3).quantize(minor))
        return tuple(
            Transaction(id=f"{name}-{turn}", amount=amount, status=word)
            for turn, amount in enumerate((first, total - first), 1)
        )
    return (Transaction(id=name, amount=total, status=word, message=words.MESSAGE.get(word)),)


def _adjustments(given: Given, *, has_transactions: bool) -> tuple[Adjustment, ...]:
    """Beside transactions: the shipping that is within their amounts. Of the whole order without them: everything."""
    found = []
    if given.step == "recorded" and given.line is None and given.kind == "refund":
        goods = _total(given) - (given.tax or ZERO) - (given.shipping or ZERO) - (given.shipping_tax or ZERO)
        found.append((goods, given.tax, "Refund discrepancy"))
    elif not has_transactions:
        return ()
    if given.shipping:
        found.append((given.shipping, given.shipping_tax, "Shipping refund"))
    return tuple(
        Adjustment(
            id=f"A{given.adjustment_id}-{turn}",
            amount=-amount,
            tax_amount=-tax if tax else None,
            reason=reason,
        )
        for turn, (amount, tax, reason) in enumerate(found, 1)
    )
