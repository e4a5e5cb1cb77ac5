"""Traps of ChannelAdvisor's REST interface: cancellations and refunds. Pure (channeladvisor-rest.md)."""

from decimal import Decimal

from orders_pipeline.actions.policy import twins
from orders_pipeline.actions.policy.case import Case, Effect, Stage, Trap
from orders_pipeline.model.actions import MONEY, ActionKind, Component
from orders_pipeline.model.allocation import ZERO
from orders_pipeline.model.marketplaces import Marketplace

REST = frozenset({"channeladvisor"})


def _is_partly_shipped(case: Case) -> bool:
    return case.kind is ActionKind.REFUND and any(line.to_ship > 0 for _, line in case.chosen)


def _cancels_an_amount(case: Case) -> bool:
    return case.kind is ActionKind.CANCEL and bool(case.intent.amounts)


def _is_below_the_whole(case: Case) -> bool:
    """Asked for the order as a whole, or for an amount of it, and a part of what the buyer paid would be kept."""
    if case.decision is None or case.kind is not ActionKind.REFUND or case.capability.refund_line:
        return False
    is_of_all = case.decision.is_of_order or bool(case.decision.order_amounts)
    return is_of_all and not case.capability.cancel_for_less and case.decision.amount < _left_of_total(case)


def _cancels_below_the_whole(case: Case) -> bool:
    decision = case.decision
    return (
        decision is not None
        and case.kind is ActionKind.CANCEL
        and decision.is_of_order
        and decision.amount < _left_of_total(case)
    )


def _left_of_total(case: Case) -> Decimal:
    """By the order's own total, which also holds what belongs to none of its parts: insurance, a further cost."""
    account = case.account
    paid = sum((account.paid(component) for component in Component), ZERO)
    return account.left_in_all + max((account.total or paid) - paid, ZERO)


def _reason_is_not_taken(case: Case) -> bool:
    reason = case.intent.reason
    return case.kind in MONEY and reason is not None and case.reasons is not None and reason not in case.reasons


def _keeps_a_part(case: Case) -> bool:
    return (
        case.kind is ActionKind.CANCEL
        and case.decision is not None
        and any(line.is_for_less for line in case.decision.lines)
    )


def _is_of_order(case: Case) -> bool:
    return case.decision is not None and case.decision.is_of_order


TRAPS = (
    Trap(
        "REST-AMOUNT-WITHOUT-UNITS",
        "ChannelAdvisor adjusts a line by its units; name at least one, or an amount of the order as a whole.",
        "channeladvisor-rest.md §8.1",
        twins.has_amounts_without_units,
        channels=REST,
    ),
    Trap(
        "REST-REASON-NOT-TAKEN",
        "The hub lists the reasons that this marketplace takes, and this one is not among them.",
        "channeladvisor-rest.md §4, §8.4",
        _reason_is_not_taken,
        channels=REST,
    ),
    Trap(
        "REST-REFUND-WITHOUT-LINES",
        "Without lines this marketplace refunds everything, whatever amount is named: name the lines with their units.",
        "channeladvisor-rest.md §8.4",
        twins.refunds_an_amount,
        channels=REST,
        marketplaces=frozenset({Marketplace.AMAZON, Marketplace.AMAZON_VENDOR, Marketplace.RAKUTEN}),
    ),
    Trap(
        "REST-REFUND-BEFORE-SHIPMENT",
        "Of an order that is not shipped whole an amount cannot be refunded: it could cancel what is left. Cancel "
        "lines, or wait until everything has left.",
        "channeladvisor-rest.md §8.2, §8.3",
        twins.refunds_before_shipment,
        channels=REST,
    ),
    Trap(
        "REST-CANCEL-BY-AMOUNT",
        "An amount without lines would cancel the whole order: name the lines and the amounts of each.",
        "channeladvisor-rest.md §8.1, §8.3",
        _cancels_an_amount,
        channels=REST,
    ),
    Trap(
        "REST-REFUND-BELOW-THE-WHOLE",
        "This marketplace refunds whole orders only, and a part of what the buyer paid in all would be kept.",
        "channeladvisor-rest.md §8.3, §8.4",
        _is_below_the_whole,
        channels=REST,
        stage=Stage.DECIDED,
    ),
    Trap(
        "REST-CANCEL-BELOW-THE-WHOLE",
        "The order is canceled as a whole, and returns more than the sum of its lines: cancel it in the hub itself.",
        "channeladvisor-rest.md §8.3, §8.4",
        _cancels_below_the_whole,
        channels=REST,
        stage=Stage.DECIDED,
    ),
    Trap(
        "REST-KEEP-A-PART",
        "Before shipment eBay and Wish return less than everything only where RefundOnly is said: it is.",
        "channeladvisor-rest.md §8.3",
        _keeps_a_part,
        channels=REST,
        stage=Stage.DECIDED,
        effect=Effect.REWRITTEN,
    ),
    Trap(
        "REST-LINES-UNKNOWN",
        "This marketplace takes no lines: the order is named as a whole, with everything that is left as its amount.",
        "channeladvisor-rest.md §8.4",
        _is_of_order,
        channels=REST,
        stage=Stage.DECIDED,
        effect=Effect.REWRITTEN,
    ),
    Trap(
        "REST-REFUND-CANCELS",
        "Of a line that is partly shipped a refund would cancel an unshipped unit: RefundOnly is said.",
        "channeladvisor-rest.md §8.2",
        _is_partly_shipped,
        channels=REST,
        stage=Stage.DECIDED,
        effect=Effect.REWRITTEN,
    ),
    Trap(
        "REST-EMPTY-ADJUST",
        "A cancellation that names nothing cancels everything: every line is named with its units and amounts.",
        "channeladvisor-rest.md §8.1",
        lambda case: case.kind is ActionKind.CANCEL and not case.intent.lines,
        channels=REST,
        stage=Stage.DECIDED,
        effect=Effect.REWRITTEN,
    ),
    Trap(
        "REST-OMITTED-AMOUNTS",
        "Amounts that are left out count as nothing, or are calculated by the hub: all seven are written out.",
        "channeladvisor-rest.md §8.3",
        twins.leaves_amounts_out,
        channels=REST,
        stage=Stage.DECIDED,
        effect=Effect.REWRITTEN,
    ),
    Trap(
        "REST-SHARES-ADD-UP-TO-MORE",
        "The hub rounds each share by itself, and three thirds are more than was paid: shares are cumulative.",
        "channeladvisor-rest.md §8.3",
        twins.takes_a_part,
        channels=REST,
        stage=Stage.DECIDED,
        effect=Effect.REWRITTEN,
    ),
)
