"""When the traps of ChannelUnity are met: how a case would be sent there, and what of it the hub would take otherwise.

Pure. The traps themselves are the rows of `channelunity`.
"""

from orders_pipeline.actions.policy.case import Case
from orders_pipeline.actions.policy.dividing import GOODS
from orders_pipeline.model.actions import MONEY, ActionKind, Component
from orders_pipeline.model.allocation import ZERO
from orders_pipeline.model.status import OrderStatus

THOUSAND = 1000
_DECODED_AGAIN = frozenset("+%")


def trio(case: Case) -> set[bool]:
    return {
        bool(part and part.strip()) for part in (case.intent.carrier, case.intent.service, case.intent.tracking_number)
    }


def ships_whole(case: Case) -> bool:
    return case.kind is ActionKind.SHIP and case.decision is not None and case.decision.is_of_every_unit


def ships_parts(case: Case) -> bool:
    return case.kind is ActionKind.SHIP and case.decision is not None and not case.decision.is_of_every_unit


def was_shipped_in_parts(case: Case) -> bool:
    ordered = {line.item_id: line.ordered for line in case.account.lines.values() if line.ordered}
    return any(step.kind is ActionKind.SHIP and step.units != ordered for step in case.own)


def refunds_whole(case: Case) -> bool:
    decision = case.decision
    return case.kind is ActionKind.REFUND and decision is not None and decision.is_whole and not decision.was_touched


def refunds_parts(case: Case) -> bool:
    return case.kind is ActionKind.REFUND and case.decision is not None and not refunds_whole(case)


def completes_the_refund(case: Case) -> bool:
    return refunds_parts(case) and case.decision is not None and case.decision.amount >= case.account.left_in_all


def is_in_parts(case: Case) -> bool:
    """Sent by DoPartialAction, a message a line."""
    return case.decision is not None and bool(case.decision.lines) and (ships_parts(case) or refunds_parts(case))


def skus(case: Case) -> list[str | None]:
    return [line.sku for line in case.decision.lines] if case.decision is not None else []


def lacks_a_sku(case: Case) -> bool:
    return is_in_parts(case) and not all(skus(case))


def shares_a_sku(case: Case) -> bool:
    every = [line.sku for line in case.account.lines.values()]
    return is_in_parts(case) and any(every.count(sku) > 1 for sku in skus(case))


def has_amounts_beside_goods(case: Case) -> bool:
    named = (one.amounts or {} for one in case.intent.lines)
    return case.kind is ActionKind.REFUND and any(
        amount for amounts in named for component, amount in amounts.items() if component not in GOODS
    )


def is_of_no_goods_or_shipping(case: Case) -> bool:
    shipping = (Component.SHIPPING, Component.SHIPPING_TAX)
    amounts = case.intent.amounts or {}
    return case.kind is ActionKind.REFUND and any(
        amount for component, amount in amounts.items() if component not in shipping
    )


def keeps_shipping(case: Case) -> bool:
    left = sum((case.account.left(component) for component in Component if component not in GOODS), ZERO)
    return is_in_parts(case) and case.kind is ActionKind.REFUND and left > 0


def returns_thousands(case: Case) -> bool:
    if not refunds_parts(case) or case.decision is None:
        return False
    return any(sum(line.amounts.values(), ZERO) >= THOUSAND for line in case.decision.lines)


def is_of_several_units(case: Case) -> bool:
    return refunds_parts(case) and case.decision is not None and any(line.quantity > 1 for line in case.decision.lines)


def told(case: Case) -> tuple[str, ...]:
    intent = case.intent
    texts = (intent.order_id, intent.carrier, intent.service, intent.tracking_number, *skus(case))
    return tuple(text for text in texts if text)


def is_elsewhere(case: Case) -> bool:
    at = case.intent.shipped_at
    return case.kind is ActionKind.SHIP and at is not None and bool(at.utcoffset())


def has_amounts_without_units(case: Case) -> bool:
    return case.kind in MONEY and any(one.amounts and not one.quantity for one in case.intent.lines)


def corrects_what_is_not_shipped(case: Case) -> bool:
    return case.kind is ActionKind.CORRECT_SHIPMENT and case.document.order.order_status is not OrderStatus.SHIPPED


def loses_letters_when_decoded_again(case: Case) -> bool:
    return any(_DECODED_AGAIN & set(text) for text in told(case))


def is_of_a_bundle(case: Case) -> bool:
    return is_in_parts(case) and any("^" in (sku or "") for sku in skus(case))
