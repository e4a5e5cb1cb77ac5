"""Traps of ChannelAdvisor's REST interface. Pure; sections are those of channeladvisor-rest.md."""

from orders_pipeline.actions.policy.case import Case, Effect, Stage, Trap
from orders_pipeline.model.actions import MONEY, ActionKind

REST = frozenset({"channeladvisor"})
_PARCELS = frozenset({ActionKind.SHIP, ActionKind.CORRECT_SHIPMENT})


def pair_is_half(case: Case) -> bool:
    intent = case.intent
    return case.kind in _PARCELS and (intent.carrier is None) != (intent.service is None)


def pair_is_unknown(case: Case) -> bool:
    intent = case.intent
    if case.kind not in _PARCELS or case.carriers is None or intent.carrier is None or intent.service is None:
        return False
    return (intent.carrier, intent.service) not in case.carriers


def _has_amounts_without_units(case: Case) -> bool:
    return case.kind in MONEY and any(one.amounts and not one.quantity for one in case.intent.lines)


def _shares_a_sku(case: Case) -> bool:
    skus = [line.sku for line in case.account.lines.values()]
    return case.kind is ActionKind.SHIP and any(skus.count(line.sku) > 1 for _, line in case.chosen)


def _is_partly_shipped(case: Case) -> bool:
    return case.kind is ActionKind.REFUND and any(line.to_ship > 0 for _, line in case.chosen)


def _leaves_amounts_out(case: Case) -> bool:
    return case.kind in MONEY and any(one.amounts is None for one, _ in case.chosen)


def _takes_a_part(case: Case) -> bool:
    return (
        case.kind in MONEY
        and case.decision is not None
        and any(line.quantity < line.ordered for line in case.decision.lines)
    )


def _is_after_noon(case: Case) -> bool:
    return case.intent.shipped_at is not None and case.intent.shipped_at.hour > 12


TRAPS = (
    Trap(
        "REST-HALF-A-CARRIER-PAIR",
        "ChannelAdvisor takes a carrier together with its class only; name both.",
        "channeladvisor-rest.md §7.2",
        pair_is_half,
        channels=REST,
    ),
    Trap(
        "REST-CARRIER-NOT-IN-THE-ACCOUNT",
        "This pair of carrier and class is not in the account's list; ChannelAdvisor would refuse the shipment.",
        "channeladvisor-rest.md §7.1, §12.10",
        pair_is_unknown,
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
        lambda case: case.kind is ActionKind.CORRECT_SHIPMENT and case.intent.fulfillment_id is None,
        channels=REST,
    ),
    Trap(
        "REST-AMOUNT-WITHOUT-UNITS",
        "ChannelAdvisor adjusts a line by its units; name at least one, or an amount of the order as a whole.",
        "channeladvisor-rest.md §8.1",
        _has_amounts_without_units,
        channels=REST,
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
        _leaves_amounts_out,
        channels=REST,
        stage=Stage.DECIDED,
        effect=Effect.REWRITTEN,
    ),
    Trap(
        "REST-SHARES-ADD-UP-TO-MORE",
        "The hub rounds each share by itself, and three thirds are more than was paid: shares are cumulative.",
        "channeladvisor-rest.md §8.3",
        _takes_a_part,
        channels=REST,
        stage=Stage.DECIDED,
        effect=Effect.REWRITTEN,
    ),
)
