"""Traps of ChannelAdvisor's REST interface: parcels, and all of them together. Pure (channeladvisor-rest.md)."""

from datetime import UTC

from orders_pipeline.actions.policy import channeladvisor_money, twins
from orders_pipeline.actions.policy.case import Case, Effect, Stage, Trap
from orders_pipeline.model.actions import ActionKind
from orders_pipeline.model.status import DeliveryStatus, FulfilledBy

REST = frozenset({"channeladvisor"})


def _shares_a_sku(case: Case) -> bool:
    skus = [line.sku for line in case.account.lines.values()]
    return case.kind is ActionKind.SHIP and any(skus.count(line.sku) > 1 for _, line in case.chosen)


def _is_after_noon(case: Case) -> bool:
    """By a clock of twelve hours the first one of the day is another, too."""
    at = case.intent.shipped_at
    return at is not None and not 1 <= at.astimezone(UTC).hour <= 12


def _ships_of_a_mixed_order(case: Case) -> bool:
    """Which lines the marketplace ships is told by their parcels alone (§12.6)."""
    if case.kind is not ActionKind.SHIP or case.document.order.fulfilled_by is not FulfilledBy.MIXED:
        return False
    external = {
        parcel.fulfillment_id
        for parcel in case.document.fulfillments
        if parcel.delivery_status is DeliveryStatus.EXTERNALLY_MANAGED
        or parcel.external_center is not None
        or parcel.channel_external_status is not None
    }
    theirs = {part.item_id for part in case.document.fulfillment_items if part.fulfillment_id in external}
    return not case.intent.lines or any(line.item_id in theirs for _, line in case.chosen)


PARCELS = (
    Trap(
        "REST-HALF-A-CARRIER-PAIR",
        "ChannelAdvisor takes a carrier together with its class only; name both.",
        "channeladvisor-rest.md §7.2",
        twins.pair_is_half,
        channels=REST,
    ),
    Trap(
        "REST-CARRIER-NOT-IN-THE-ACCOUNT",
        "This pair of carrier and class is not in the account's list; ChannelAdvisor would refuse the shipment.",
        "channeladvisor-rest.md §7.1, §12.10",
        twins.pair_is_unknown,
        channels=REST,
    ),
    Trap(
        "REST-MANAGED-ELSEWHERE",
        "The order is managed by a third party: what we tell ChannelAdvisor of it does not reach the marketplace.",
        "channeladvisor-rest.md §7.3",
        lambda case: (
            case.kind is not ActionKind.ACKNOWLEDGE
            and case.document.order.channel_shipping_status == "ThirdPartyManaged"
        ),
        channels=REST,
    ),
    Trap(
        "REST-CORRECTION-OF-NOTHING",
        "Name the fulfillment that is to be corrected.",
        "channeladvisor-rest.md §7.2",
        twins.corrects_no_parcel,
        channels=REST,
    ),
    Trap(
        "REST-NOTHING-TO-CORRECT",
        "Name what is to be corrected: the tracking number with its carrier and class, or the date.",
        "channeladvisor-rest.md §7.2",
        twins.corrects_nothing,
        channels=REST,
    ),
    Trap(
        "REST-MIXED-ORDER",
        "The marketplace ships a part of this order itself: name the lines that are yours, and none of its.",
        "channeladvisor-rest.md §7.3, §12.6",
        _ships_of_a_mixed_order,
        channels=REST,
    ),
    Trap(
        "REST-AMAZON-NUMBERS",
        "Amazon takes numbers alone as ids of shipments: the key is told as a number made of it.",
        "channeladvisor-rest.md §5.6",
        twins.number_is_needed,
        channels=REST,
        stage=Stage.DECIDED,
        effect=Effect.REWRITTEN,
    ),
    Trap(
        "REST-SHIP-WITHOUT-ITEMS",
        "A shipment without items ships everything that is left, also what was added meanwhile: all items are named.",
        "channeladvisor-rest.md §7.1",
        lambda case: case.kind is ActionKind.SHIP and not case.intent.lines,
        channels=REST,
        stage=Stage.DECIDED,
        effect=Effect.REWRITTEN,
    ),
    Trap(
        "REST-SHIP-BY-SKU",
        "Several lines have one SKU; each is shipped by its own id.",
        "channeladvisor-rest.md §7.1, §12.5",
        _shares_a_sku,
        channels=REST,
        stage=Stage.DECIDED,
        effect=Effect.REWRITTEN,
    ),
    Trap(
        "REST-PATCH-SHIPS",
        "A correction without a delivery status would ship the fulfillment: NoChange is said.",
        "channeladvisor-rest.md §7.2, §12.8",
        lambda case: case.kind is ActionKind.CORRECT_SHIPMENT,
        channels=REST,
        stage=Stage.DECIDED,
        effect=Effect.REWRITTEN,
    ),
    Trap(
        "REST-AFTERNOON",
        "Hours are written by 24: by 12, parcels of the afternoon were shipped in the morning.",
        "channeladvisor-rest.md §12.9",
        _is_after_noon,
        channels=REST,
        stage=Stage.DECIDED,
        effect=Effect.REWRITTEN,
    ),
)
TRAPS = (*PARCELS, *channeladvisor_money.TRAPS)
