"""Adjust: cancellation or refund, decided by what has shipped, with the amounts that this hub computes.

channeladvisor-rest.md §8. What the marketplace does not allow is refused, or fails later: a setting.
"""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import msgspec

from orders_pipeline.sandbox.channeladvisor import codes
from orders_pipeline.sandbox.channeladvisor.arguments import Arguments, amount, read, text, truth, whole, word
from orders_pipeline.sandbox.channeladvisor.errors import malformed
from orders_pipeline.sandbox.channeladvisor.hub import Hub
from orders_pipeline.sandbox.channeladvisor.oauth import Access
from orders_pipeline.sandbox.world.order import Line, OrderState
from orders_pipeline.sandbox.writes import Asked, Call, Write
from orders_pipeline.sandbox.writes.markets import allowed, refuses
from orders_pipeline.sandbox.writes.money import (
    COMPONENTS,
    Money,
    is_too_fine,
    left,
    left_in_all,
    poured,
    share,
    shares,
    total_of,
    without_inner_tax,
)
from orders_pipeline.sandbox.writes.units import Count, counts, unsent

_ASKED = {
    "Reason": word(codes.REASON, "Reason"), "PreventSiteProcessing": truth, "SellerAdjustmentID": text,
    "Restock": truth, "RefundOnly": truth,
}  # fmt: skip
AMOUNTS = {  # the hub's -> the world's
    "ItemAdjustment": "item", "TaxAdjustment": "tax", "ShippingAdjustment": "shipping",
    "ShippingTaxAdjustment": "shipping_tax", "GiftWrapAdjustment": "gift", "GiftWrapTaxAdjustment": "gift_tax",
    "RecyclingFeeAdjustment": "recycling_fee",
}  # fmt: skip
OF_ORDER = _ASKED | {"AdjustmentAmount": amount}
OF_ITEM = _ASKED | dict.fromkeys(AMOUNTS, amount) | {"Quantity": whole, "ForceCalculateOmittedAmounts": truth}
NOTHING = "There is nothing left to adjust."


def adjust_item(hub: Hub, access: Access, call: Call, line_id: int, told: Any) -> None:
    state = hub.state_of(access, "OrderItems", line_id)
    line = next(line for line in state.order.lines if line.line_id == line_id)
    asked = read(told, OF_ITEM)
    given = {ours: asked[theirs] for theirs, ours in AMOUNTS.items() if theirs in asked}
    _check(given, state)
    to_cancel, to_refund = _split(asked, line, counts(state)[line_id])
    kinds = [("cancellation", to_cancel), ("refund", to_refund)]
    refusals = [
        refuses(state.order, kind, of_line=True, is_part=units < line.quantity) for kind, units in kinds if units
    ]
    write = _begin(hub, call, state, asked, refusals)

    def computed(units: int) -> Money:
        settings = hub.settings
        return share(
            write.state, line, units, prorates=settings.channeladvisor_prorates, caps=settings.channeladvisor_caps
        )

    if to_cancel:
        keeps = bool(given) and bool(asked.get("RefundOnly")) and allowed(state.order).part_price_cancel
        amounts = _given(given, asked, computed(to_cancel)) if keeps else computed(to_cancel)
        _check_left(hub, amounts, write.state, is_given=keeps)
        write.cancel({line_id: to_cancel}, amounts, _details(asked, state), line_id=line_id)
    if to_refund:
        amounts = _given(given, asked, computed(to_refund)) if given else computed(to_refund)
        _check_left(hub, amounts, write.state, is_given=bool(given))
        write.refund(amounts, _details(asked, state), line_id=line_id, quantity=to_refund)
    write.commit()


def adjust_order(hub: Hub, access: Access, call: Call, order_id: int, told: Any) -> None:
    """Without parameters: all of it."""
    state = hub.state_of(access, "Orders", order_id)
    asked = read(told, OF_ORDER)
    given = {"item": asked["AdjustmentAmount"]} if "AdjustmentAmount" in asked else {}
    _check(given, state)
    there, is_refund_only = counts(state), bool(asked.get("RefundOnly"))
    is_sent = any(count.sent for count in there.values())
    units = unsent(state)
    to_cancel = {} if is_sent and is_refund_only else units
    if not to_cancel and not is_sent:
        raise malformed(NOTHING)
    kinds = [("cancellation", bool(to_cancel)), ("refund", is_sent)]
    refusals = [refuses(state.order, kind, of_line=False) for kind, is_meant in kinds if is_meant]
    write = _begin(hub, call, state, asked, refusals)
    wanted = asked.get("AdjustmentAmount")
    if to_cancel:
        keeps = wanted is not None and is_refund_only and allowed(state.order).part_price_cancel
        amounts = poured(wanted, left(state)) if keeps else _of_unsent(hub, state, there)
        _check_left(hub, amounts, state, is_given=keeps)
        write.cancel(to_cancel, amounts, _details(asked, state))
    if is_sent:
        amounts = _refund_of_order(hub, write, wanted, [*units] if is_refund_only else [])
        write.refund(amounts, _details(asked, state))
    write.commit()


def _split(asked: Arguments, line: Line, count: Count) -> tuple[int, int]:
    """Units to cancel and units to refund: spec §8.2."""
    quantity = asked.get("Quantity")
    if quantity is not None and not 0 < quantity <= line.quantity:
        raise malformed("The quantity is not within the ordered quantity.")
    if not count.sent:
        most, parts = count.unsent, lambda units: (units, 0)
    elif asked.get("RefundOnly"):
        most, parts = count.sent, lambda units: (0, units)
    else:
        most, parts = count.unsent + count.sent, lambda units: (min(units, count.unsent), max(units - count.unsent, 0))
    units = most if quantity is None else quantity
    if not 0 < units <= most:
        raise malformed(NOTHING if not most else "The quantity is above what can be adjusted.")
    return parts(units)


def _check(given: Mapping[str, Decimal], state: OrderState) -> None:
    for value in given.values():
        if value < 0 or is_too_fine(value, state.order.currency):
            raise malformed("An adjustment amount is negative, or finer than the currency.")


def _check_left(hub: Hub, amounts: Money, state: OrderState, *, is_given: bool) -> None:
    over = is_given and total_of(state.order, amounts) > left_in_all(state)
    if over and hub.settings.channeladvisor_over_refund == "refuse":
        raise malformed("The adjustment amount exceeds the amount that is left.")


def _given(given: Mapping[str, Decimal], asked: Arguments, computed: Money) -> Money:
    """What is not given is nothing, unless it is to be computed: spec §8.3."""
    rest = computed if asked.get("ForceCalculateOmittedAmounts") else dict.fromkeys(COMPONENTS, Decimal(0))
    return {**rest, **given}


def _details(asked: Arguments, state: OrderState) -> Asked:
    """Of an order that others fulfill nothing reaches the marketplace: spec §7.3."""
    return Asked(
        reason=asked.get("Reason", "general"),
        seller_id=asked.get("SellerAdjustmentID"),
        is_restock=asked.get("Restock", False),
        is_told=not asked.get("PreventSiteProcessing") and not state.order.is_third_party,
    )


def _begin(hub: Hub, call: Call, state: OrderState, asked: Arguments, refusals: list[str | None]) -> Write:
    """Spec §8.5: what the marketplace does not take is refused now or fails later; one that is not told takes all."""
    refusal = next((text for text in refusals if text), None) if _details(asked, state).is_told else None
    if refusal and hub.settings.channeladvisor_matrix == "refuse":
        raise malformed(refusal)
    if refusal:
        call = msgspec.structs.replace(call, is_refused_late=True)
    return hub.writes.begin(call, state.order.order_id)


def _of_unsent(hub: Hub, state: OrderState, there: Mapping[int, Count]) -> Money:
    """Everything that is left, or the shares of what is unsent where other units are elsewhere."""
    if all(count.unsent == count.ordered for count in there.values()):
        return left(state)
    units = {line_id: count.unsent for line_id, count in there.items()}
    return shares(state, units, prorates=hub.settings.channeladvisor_prorates, caps=True)


def _refund_of_order(hub: Hub, write: Write, wanted: Decimal | None, kept: list[int]) -> Money:
    """The sum that is asked for, or all that is left less the shares of lines whose unsent units stay."""
    rest, state = left(write.state), write.state
    total = total_of(state.order, rest)
    if wanted is None:
        there = counts(state)
        stays = _of_unsent(hub, state, there) if kept else {}
        return {name: max(value - stays.get(name, Decimal(0)), Decimal(0)) for name, value in rest.items()}
    if wanted < total:
        part = allowed(state.order).part_amount
        if part == "no":
            raise malformed("The marketplace does not support partial order-level refunds.")
        return rest if part == "full" else poured(wanted, without_inner_tax(state, rest))
    _check_left(hub, {"item": wanted}, state, is_given=True)
    return poured(wanted, without_inner_tax(state, rest))
