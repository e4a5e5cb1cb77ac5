"""What both of ChannelAdvisor's interfaces can be met by: they sit on the same orders. Pure."""

from orders_pipeline.actions.policy.case import Case
from orders_pipeline.actions.policy.echo import is_numbered
from orders_pipeline.model.actions import MONEY, ActionKind

PARCELS = frozenset({ActionKind.SHIP, ActionKind.CORRECT_SHIPMENT})


def pair_is_half(case: Case) -> bool:
    intent = case.intent
    return case.kind in PARCELS and (intent.carrier is None) != (intent.service is None)


def pair_is_unknown(case: Case) -> bool:
    intent = case.intent
    if case.kind not in PARCELS or case.carriers is None or intent.carrier is None or intent.service is None:
        return False
    return (intent.carrier, intent.service) not in case.carriers


def corrects_no_parcel(case: Case) -> bool:
    return case.kind is ActionKind.CORRECT_SHIPMENT and case.intent.fulfillment_id is None


def corrects_nothing(case: Case) -> bool:
    intent = case.intent
    named = (intent.tracking_number, intent.carrier, intent.shipped_at)
    return case.kind is ActionKind.CORRECT_SHIPMENT and all(one is None for one in named)


def has_amounts_without_units(case: Case) -> bool:
    return case.kind in MONEY and any(one.amounts and not one.quantity for one in case.intent.lines)


def leaves_amounts_out(case: Case) -> bool:
    return case.kind in MONEY and any(one.amounts is None for one, _ in case.chosen)


def takes_a_part(case: Case) -> bool:
    return (
        case.kind in MONEY
        and case.decision is not None
        and any(line.quantity < line.ordered for line in case.decision.lines)
    )


def number_is_needed(case: Case) -> bool:
    return is_numbered(case.intent, case.channel, case.marketplace)


def refunds_before_shipment(case: Case) -> bool:
    """An amount of the order as a whole, while a unit of it has not left."""
    return (
        case.kind is ActionKind.REFUND
        and bool(case.intent.amounts)
        and any(line.to_ship for line in case.account.lines.values())
    )


def refunds_an_amount(case: Case) -> bool:
    return case.kind is ActionKind.REFUND and bool(case.intent.amounts)
