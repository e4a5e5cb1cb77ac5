"""Traps of ChannelAdvisor's SOAP interface: shipments and marks, and all together. Pure (channeladvisor-soap.md)."""

from collections import Counter

from orders_pipeline.actions.policy import channeladvisor_soap_money, twins
from orders_pipeline.actions.policy.case import Case, Effect, Stage, Trap
from orders_pipeline.model.actions import ActionKind
from orders_pipeline.model.status import DeliveryStatus

SOAP = frozenset({"channeladvisor_soap"})
_LEFT = frozenset({DeliveryStatus.SHIPPED, DeliveryStatus.IN_TRANSIT})


def _ships(case: Case) -> bool:
    return case.kind is ActionKind.SHIP


def _skus_fail(case: Case) -> bool:
    """A line that is to be shipped has no SKU of its own; neither case nor blanks are told to matter to the hub."""
    if not _ships(case):
        return False
    skus = Counter((line.sku or "").strip().casefold() for line in case.account.lines.values())
    return any(not (line.sku or "").strip() or skus[(line.sku or "").strip().casefold()] > 1 for _, line in case.chosen)


def _skus_fail_a_part(case: Case) -> bool:
    return _skus_fail(case) and case.decision is not None and not case.decision.is_whole


def _skus_fail_the_whole(case: Case) -> bool:
    return _skus_fail(case) and case.decision is not None and case.decision.is_whole


def _names_nothing(case: Case) -> bool:
    return _ships(case) and not case.intent.lines and not _skus_fail(case)


def _was_refunded_unshipped(case: Case) -> bool:
    """More units were refunded than have left: somebody canceled them, and this API calls both a refund."""
    return _ships(case) and any(line.refunded > line.shipped for _, line in case.chosen)


def _corrects(case: Case) -> bool:
    return case.kind is ActionKind.CORRECT_SHIPMENT


def _corrects_unshipped(case: Case) -> bool:
    named = case.intent.fulfillment_id
    return _corrects(case) and any(
        parcel.fulfillment_id == named and parcel.delivery_status not in _LEFT for parcel in case.document.fulfillments
    )


PARCELS = (
    Trap(
        "SOAP-HALF-A-CARRIER-PAIR",
        "ChannelAdvisor takes a carrier together with its class only; name both.",
        "channeladvisor-soap.md §10.1",
        twins.pair_is_half,
        channels=SOAP,
    ),
    Trap(
        "SOAP-CARRIER-NOT-IN-THE-ACCOUNT",
        "This pair of carrier and class is not in the account's list; ChannelAdvisor would refuse the shipment.",
        "channeladvisor-soap.md §10.1, §10.2",
        twins.pair_is_unknown,
        channels=SOAP,
    ),
    Trap(
        "SOAP-REFUNDED-UNSHIPPED",
        "Units that have not left were refunded already: they were canceled, and must not be shipped.",
        "channeladvisor-soap.md §8.3, §8.4",
        _was_refunded_unshipped,
        channels=SOAP,
    ),
    Trap(
        "SOAP-CORRECTION-OF-NOTHING",
        "Name the fulfillment that is to be corrected.",
        "channeladvisor-soap.md §10.4",
        twins.corrects_no_parcel,
        channels=SOAP,
    ),
    Trap(
        "SOAP-NOTHING-TO-CORRECT",
        "Name what is to be corrected: the tracking number with its carrier and class, or the date.",
        "channeladvisor-soap.md §10.4",
        twins.corrects_nothing,
        channels=SOAP,
    ),
    Trap(
        "SOAP-CORRECTION-OF-UNSHIPPED",
        "The fulfillment has not left, or it is not known whether it has: ship it; there is nothing to correct.",
        "channeladvisor-soap.md §10.4",
        _corrects_unshipped,
        channels=SOAP,
    ),
    Trap(
        "SOAP-CORRECTION-LEAVES-OUT",
        "What the hub makes of an element that a correction leaves out is not told: the fulfillment is told whole, its "
        "state as it was read.",
        "channeladvisor-soap.md §10.4; channeladvisor-rest.md §7.2",
        _corrects,
        channels=SOAP,
        stage=Stage.DECIDED,
        effect=Effect.REWRITTEN,
    ),
    Trap(
        "SOAP-SKU-TWICE",
        "A part of an order is shipped by SKU alone, and a line has none, or shares it: ship the whole order, or ask "
        "the account that speaks REST.",
        "channeladvisor-soap.md §10.1, §12.15",
        _skus_fail_a_part,
        channels=SOAP,
        stage=Stage.DECIDED,
    ),
    Trap(
        "SOAP-SKU-TWICE-IN-A-WHOLE",
        "Lines share a SKU, and everything is shipped: it is told as a full shipment, which names no line.",
        "channeladvisor-soap.md §10.1, §12.15",
        _skus_fail_the_whole,
        channels=SOAP,
        stage=Stage.DECIDED,
        effect=Effect.REWRITTEN,
    ),
    Trap(
        "SOAP-FULL-SHIPS-EVERYTHING",
        "A full shipment ships what is left, also what came in meanwhile: every line is named with its units.",
        "channeladvisor-soap.md §10.1",
        _names_nothing,
        channels=SOAP,
        stage=Stage.DECIDED,
        effect=Effect.REWRITTEN,
    ),
    Trap(
        "SOAP-TIME-WITHOUT-ZONE",
        "Dates have no zone on this wire and are taken for UTC: the instant is told in UTC.",
        "channeladvisor-soap.md §12.4",
        lambda case: case.kind in twins.PARCELS and case.intent.shipped_at is not None,
        channels=SOAP,
        stage=Stage.DECIDED,
        effect=Effect.REWRITTEN,
    ),
    Trap(
        "SOAP-OLD-NAMES",
        "An element of an older version, or out of its place, is dropped without a word, and a shipment goes out "
        "without its carrier: names and places are those of version 7.",
        "channeladvisor-soap.md §1, §12.6",
        lambda case: case.kind in twins.PARCELS,
        channels=SOAP,
        stage=Stage.DECIDED,
        effect=Effect.REWRITTEN,
    ),
    Trap(
        "SOAP-SUCCESS-IS-OF-THE-CALL",
        "A call succeeds while its entry is refused: one entry is told of at a time, and its own answer is read.",
        "channeladvisor-soap.md §2, §12.2",
        lambda case: case.kind in (*twins.PARCELS, ActionKind.ACKNOWLEDGE),
        channels=SOAP,
        stage=Stage.DECIDED,
        effect=Effect.REWRITTEN,
    ),
    Trap(
        "SOAP-AMAZON-NUMBERS",
        "Amazon takes numbers alone as ids of shipments: the key is told as a number made of it.",
        "channeladvisor-rest.md §5.6",
        twins.number_is_needed,
        channels=SOAP,
        stage=Stage.DECIDED,
        effect=Effect.REWRITTEN,
    ),
)
TRAPS = (*PARCELS, *channeladvisor_soap_money.TRAPS)
