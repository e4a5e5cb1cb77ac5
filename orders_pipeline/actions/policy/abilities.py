"""Traps of the capability table: what a hub cannot do for a marketplace, or does whole where a part was meant."""

from collections.abc import Callable

from orders_pipeline.actions.policy.case import Case, Stage, Trap
from orders_pipeline.model.actions import ActionKind
from orders_pipeline.model.decisions import DecidedLine

_MATRIX = "channeladvisor-rest.md §8.4; channelunity.md §§6-7"


def _lacks(cell: str, kind: ActionKind, does: Callable[[Case], bool]) -> Callable[[Case], bool]:
    return lambda case: case.kind is kind and not getattr(case.capability, cell) and does(case)


def _is_whole(case: Case) -> bool:
    return case.decision is not None and case.decision.is_whole and not case.decision.order_amounts


def _is_of_lines(case: Case) -> bool:
    return case.decision is not None and bool(case.decision.lines) and not case.decision.is_whole


def _parts(case: Case) -> list[DecidedLine]:
    if case.decision is None or case.decision.is_of_order:
        return []
    return [line for line in case.decision.lines if line.quantity < line.ordered]


def _is_for_less(case: Case) -> bool:
    """Explicit amounts under what the units' share is: money is to be kept back."""
    if case.decision is None:
        return False
    return bool(case.decision.order_amounts) or any(line.is_for_less for line in case.decision.lines)


def _is_one_request(case: Case) -> bool:
    return case.decision is not None and case.decision.is_of_order


def _is_shipping_alone(case: Case) -> bool:
    return case.decision is not None and not case.decision.lines and bool(case.decision.order_amounts)


TRAPS = (
    Trap(
        "NOT-LOADED",
        "The order does not stand in what is published here: a mark would tell the hub that it was taken over, and "
        "others would no longer offer it. Load and publish it first.",
        "DESIGN §2; channeladvisor-rest.md §6.3",
        lambda case: case.kind is ActionKind.ACKNOWLEDGE and case.intent.exported and not case.is_loaded,
    ),
    Trap(
        "PARTIAL-PRICE-CANCEL",
        "Before shipment this marketplace returns everything, whatever amounts are named: a part of the money cannot "
        "be kept back. Cancel whole, or ship and refund a part.",
        "channeladvisor-rest.md §8.3",
        _lacks("cancel_for_less", ActionKind.CANCEL, _is_for_less),
        stage=Stage.DECIDED,
    ),
    Trap(
        "NO-CANCEL-OF-ORDERS",
        "Orders of this marketplace cannot be canceled through this hub.",
        "channeladvisor-soap.md §8.4",
        _lacks("cancel_order", ActionKind.CANCEL, lambda case: _is_whole(case) and not case.capability.cancel_line),
        stage=Stage.DECIDED,
    ),
    Trap(
        "NO-CANCEL-OF-LINES",
        "This marketplace cancels whole orders only.",
        _MATRIX,
        _lacks("cancel_line", ActionKind.CANCEL, _is_of_lines),
        stage=Stage.DECIDED,
    ),
    Trap(
        "NO-CANCEL-OF-A-PART",
        "This marketplace cancels whole lines only, not a part of their units.",
        _MATRIX,
        _lacks("cancel_part_of_line", ActionKind.CANCEL, lambda case: bool(_parts(case))),
        stage=Stage.DECIDED,
    ),
    Trap(
        "NO-REFUND-OF-ORDERS",
        "This marketplace does not refund an order as a whole.",
        _MATRIX,
        _lacks("refund_order", ActionKind.REFUND, lambda case: _is_shipping_alone(case) or _is_one_request(case)),
        stage=Stage.DECIDED,
    ),
    Trap(
        "NO-REFUND-OF-LINES",
        "This marketplace refunds whole orders only.",
        _MATRIX,
        _lacks("refund_line", ActionKind.REFUND, _is_of_lines),
        stage=Stage.DECIDED,
    ),
    Trap(
        "NO-REFUND-OF-A-PART",
        "This marketplace refunds whole lines only, not a part of their units.",
        _MATRIX,
        _lacks("refund_part_of_line", ActionKind.REFUND, lambda case: bool(_parts(case))),
        stage=Stage.DECIDED,
    ),
    Trap(
        "NO-REFUND-OF-SHIPPING-ALONE",
        "This hub cannot refund shipping without goods.",
        "channelunity.md §7",
        _lacks("refund_shipping_alone", ActionKind.REFUND, _is_shipping_alone),
        stage=Stage.DECIDED,
    ),
)
