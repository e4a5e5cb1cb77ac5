"""SubmitOrderRefund: of an order as a whole, or of its items, each of which may be refused by itself. Spec §8.

Nothing tells two equal requests apart: the second refunds again as far as money is left.
"""

from typing import Any

from orders_pipeline.sandbox.channeladvisor_soap.answers import Failed
from orders_pipeline.sandbox.channeladvisor_soap.hub import Caller, SoapHub
from orders_pipeline.sandbox.channeladvisor_soap.refund_markup import Outcome, item_result, order_result
from orders_pipeline.sandbox.channeladvisor_soap.refund_request import (
    ALL_OR_ITEMS,
    WITHOUT_RESTOCK,
    Given,
    amounts_of,
    cancels,
    check_state,
    family,
    has_paypal_coupon,
    reason_of,
    too_much,
)
from orders_pipeline.sandbox.channeladvisor_soap.signatures import Told
from orders_pipeline.sandbox.world.order import Line, OrderState
from orders_pipeline.sandbox.writes import Asked, Write
from orders_pipeline.sandbox.writes.money import (
    Money,
    is_too_fine,
    left,
    left_in_all,
    poured,
    total_of,
    without_inner_tax,
)
from orders_pipeline.sandbox.writes.units import unrefunded, unsent


def submit_refund(hub: SoapHub, caller: Caller, told: dict[str, Any]) -> Told:
    account, asked = caller.account(told["accountID"]), told["request"] or {}
    order_id, number = asked.get("OrderID"), asked.get("ClientOrderIdentifier")
    if not order_id and not number:
        raise Failed(12, "OrderID or ClientOrderIdentifier is required.")
    with hub.writes.lock:
        state = hub.order_named(account, order_id, number)
        if state is None:
            raise Failed(1, f"Order {order_id or number} was not found.")
        check_state(state)
        write = hub.writes.begin(caller.call, state.order.order_id)
        if asked["RefundItems"]:
            return _of_items(hub, caller, write, asked["RefundItems"])
        return _of_order(hub, write, asked)


def _of_order(hub: SoapHub, write: Write, asked: Given) -> Told:
    state, details = write.state, _details(write.state, asked)
    amounts = left(state) if family(state.order) in ALL_OR_ITEMS else _asked_amounts(hub, state, asked)
    is_full = total_of(state.order, amounts) == left_in_all(state)
    if is_full and cancels(hub.settings, state, {details.reason}):
        adjustment_id = write.cancel(unsent(state), amounts, details)
    else:
        adjustment_id = write.refund(amounts, details)
    write.commit()
    return order_result(state, asked, adjustment_id)


def _asked_amounts(hub: SoapHub, state: OrderState, asked: Given) -> Money:
    """Raises Failed: 12 for an Amount that is none, 11 for one above what is left."""
    amount, most = asked["Amount"], left_in_all(state)
    if amount is None or amount <= 0 or is_too_fine(amount, state.order.currency):
        raise Failed(12, "Amount is not a valid amount to refund.")
    if amount > most:
        raise too_much(state, "the amount is above what is left of it")
    if amount == most:
        return left(state)
    if has_paypal_coupon(hub.settings, state.order):
        raise too_much(state, "a PayPal coupon was used, so there are no partial refunds of it")
    return poured(amount, without_inner_tax(state, left(state)))


def _of_items(hub: SoapHub, caller: Caller, write: Write, items: tuple[Given, ...]) -> Told:
    """Amount, reason and seller's id of the order are ignored. More than what is left: nothing happens at all."""
    state, refused = write.state, hub.refuses_an_entry(caller, len(items))
    reasons = [reason_of(item) for item in items]
    lines = [None if place == refused else _line(hub, state, item) for place, item in enumerate(items)]
    is_full = _is_full(state, items, lines)
    if has_paypal_coupon(hub.settings, state.order) and not is_full:
        raise too_much(state, "a PayPal coupon was used, so there are no partial refunds of it")
    is_cancel = is_full and cancels(hub.settings, state, set(reasons))
    outcomes = []
    for item, line in zip(items, lines, strict=True):
        adjustment_id = 0 if line is None else _of_item(write, item, line, is_cancel=is_cancel)
        outcomes.append(Outcome(item, adjustment_id, _restocks(state, item)))
    if write.effects:
        write.commit()
    return item_result(state, outcomes)


def _of_item(write: Write, item: Given, line: Line, *, is_cancel: bool) -> int:
    """The id of what was requested; 0 where an earlier item left too few units for it."""
    amounts, quantity = amounts_of(item), item["Quantity"] or 0
    if quantity > unrefunded(write.state)[line.line_id]:
        return 0
    if total_of(write.state.order, amounts) > left_in_all(write.state):
        raise too_much(write.state, "the amounts are above what is left of it")
    details = _details(write.state, item)
    if is_cancel:
        return write.cancel({line.line_id: quantity}, amounts, details, line_id=line.line_id)
    return write.refund(amounts, details, line_id=line.line_id, quantity=quantity or None, may_be_nothing=True)


def _line(hub: SoapHub, state: OrderState, item: Given) -> Line | None:
    """The line that is meant: by LineItemID, else the lowest of those with the SKU that has so many units left.

    None where the item is refused. Amounts without units are taken, and units without amounts (as recorded).
    """
    quantity, room, amounts = item["Quantity"] or 0, unrefunded(state), amounts_of(item)
    named = [line for line in state.order.lines if item["LineItemID"] in (None, line.line_id)]
    if item["SKU"] or not item["LineItemID"]:
        named = [line for line in named if item["SKU"] and line.sku == item["SKU"]]
    is_bad = any(amount < 0 or is_too_fine(amount, state.order.currency) for amount in amounts.values())
    if is_bad or quantity < 0 or (not quantity and not any(amounts.values())):
        return None
    if item["RestockQuantity"] and not _restocks(state, item) and hub.settings.soap_restock == "refuse":
        return None
    fitting = [line for line in named if quantity <= room[line.line_id]]
    return min(fitting, key=lambda line: line.line_id, default=None)


def _is_full(state: OrderState, items: tuple[Given, ...], lines: list[Line | None]) -> bool:
    """All units of all lines, and all the money that is left."""
    units = {line.line_id: 0 for line in state.order.lines}
    total = sum((total_of(state.order, amounts_of(item)) for item in items), left_in_all(state) * 0)
    for item, line in zip(items, lines, strict=True):
        if line is None:
            return False
        units[line.line_id] += item["Quantity"] or 0
    return total == left_in_all(state) and all(units[line.line_id] == line.quantity for line in state.order.lines)


def _restocks(state: OrderState, item: Given) -> bool:
    return bool(item["RestockQuantity"]) and family(state.order) not in WITHOUT_RESTOCK


def _details(state: OrderState, asked: Given) -> Asked:
    """Of an order that others fulfill nothing reaches the marketplace."""
    return Asked(
        reason=reason_of(asked),
        seller_id=asked["SellerRefundID"] or None,
        is_restock="RestockQuantity" in asked and _restocks(state, asked),
        is_told=not state.order.is_third_party,
    )
