"""Traps of every hub: what is asked does not fit the order as it stands. Looked for in the order of the rows.

Each has a test under its id.
"""

from decimal import Decimal

from orders_pipeline.actions.policy.case import Case, Stage, Trap
from orders_pipeline.model.actions import MONEY, ActionKind
from orders_pipeline.model.status import FulfilledBy, OrderStatus, PaymentStatus

_PAID = frozenset({PaymentStatus.CLEARED, PaymentStatus.DEPOSITED})
_LEAVES = frozenset({ActionKind.SHIP, ActionKind.CANCEL})


def _asks(*kinds: ActionKind) -> frozenset[ActionKind]:
    return frozenset(kinds)


def _is_unpaid(case: Case) -> bool:
    """A hub that tells nothing of payments releases what is paid: then the order's state speaks."""
    order = case.document.order
    if case.kind not in _asks(ActionKind.SHIP, ActionKind.REFUND):
        return False
    return order.order_status is OrderStatus.PENDING or (
        order.payment_status is not None and order.payment_status not in _PAID
    )


def _is_other_currency(case: Case) -> bool:
    asked = case.intent.currency
    return asked is not None and asked != case.account.currency


def _has_odd_units(case: Case) -> bool:
    return any(one.quantity is not None and one.quantity <= 0 and not one.amounts for one in case.intent.lines)


def _tracking_is_half(case: Case) -> bool:
    intent = case.intent
    return case.kind in _asks(ActionKind.SHIP, ActionKind.CORRECT_SHIPMENT) and (
        (intent.tracking_number is not None) != (intent.carrier is not None)
    )


def _ships_too_many(case: Case) -> bool:
    if case.kind is not ActionKind.SHIP:
        return False
    return any(one.quantity is not None and one.quantity > line.to_ship for one, line in case.chosen)


def _ships_nothing(case: Case) -> bool:
    return case.kind is ActionKind.SHIP and not any(line.to_ship for _, line in case.chosen)


def _is_named_twice(case: Case) -> bool:
    ids = [line.item_id for _, line in case.chosen]
    return len(set(ids)) < len(ids)


def _is_shipped_in_the_future(case: Case) -> bool:
    return case.intent.shipped_at is not None and case.intent.shipped_at > case.now


def _is_shipped_before_it_was_bought(case: Case) -> bool:
    shipped, bought = case.intent.shipped_at, case.document.order.purchased_at
    return shipped is not None and bought is not None and shipped < bought


def _is_external(case: Case) -> bool:
    if case.kind not in _asks(ActionKind.SHIP, ActionKind.CORRECT_SHIPMENT):
        return False
    return case.document.order.fulfilled_by is FulfilledBy.MARKETPLACE or any(
        line.is_external for _, line in case.chosen
    )


_RESTOCKS = {ActionKind.REFUND: "restock", ActionKind.CANCEL: "restock_canceled"}


def _restocks_in_vain(case: Case) -> bool:
    cell = _RESTOCKS.get(case.kind)
    return cell is not None and case.intent.restock and not getattr(case.capability, cell)


def _has_odd_text(case: Case) -> bool:
    """Marks of slots are printable, and stand for secrets."""
    intent = case.intent
    texts = (intent.key, intent.carrier, intent.service, intent.tracking_number, intent.fulfillment_id)
    return any(
        not text or not text.isprintable() or text != text.strip() or bool({"⟦", "⟧"} & set(text))
        for text in texts
        if text is not None
    )


def _has_amounts_twice(case: Case) -> bool:
    return bool(case.intent.amounts) and bool(case.intent.lines)


def _no_parcel(case: Case) -> bool:
    if case.kind is not ActionKind.CORRECT_SHIPMENT:
        return False
    known = {parcel.fulfillment_id for parcel in case.document.fulfillments}
    return case.intent.fulfillment_id is not None and case.intent.fulfillment_id not in known


def _has_amounts_for_nothing(case: Case) -> bool:
    named = bool(case.intent.amounts) or any(one.amounts for one in case.intent.lines)
    return named and case.kind not in MONEY


def _returns_nothing(case: Case) -> bool:
    if case.kind is not ActionKind.REFUND or case.decision is None:
        return False
    return case.decision.amount == Decimal(0)


def _cancels_nothing(case: Case) -> bool:
    decision = case.decision
    return case.kind is ActionKind.CANCEL and decision is not None and not (decision.lines or decision.order_amounts)


ASKED = (
    Trap(
        "EXCHANGE",
        "No marketplace knows exchanges. Refund what came back, and send the other article as an order of its own.",
        "seed 000; channeladvisor-rest.md §8.4",
        lambda case: case.kind is ActionKind.EXCHANGE,
    ),
    Trap(
        "ODD-TEXT",
        "A key, a carrier or a tracking number is empty, has blanks around it or signs that cannot be printed: the hub "
        "would show it in another form than ours, and what we sent could not be found again.",
        "DESIGN §4",
        _has_odd_text,
    ),
    Trap(
        "NOT-THE-WRITER",
        "Another account sees the same orders and is the one that writes; ask it.",
        "DESIGN §4",
        lambda case: not case.is_writer,
    ),
    Trap(
        "CANNOT-ACKNOWLEDGE",
        "This hub has no mark for orders that were taken over.",
        "channelunity.md §5; channelape.md §5",
        lambda case: case.kind is ActionKind.ACKNOWLEDGE and not case.capability.acknowledge,
    ),
    Trap(
        "CANNOT-CORRECT",
        "This hub takes no correction of a shipment.",
        "accounts.toml: capabilities",
        lambda case: case.kind is ActionKind.CORRECT_SHIPMENT and not case.capability.correct_shipment,
    ),
    Trap(
        "ALREADY-CANCELED",
        "The order is canceled already; nothing of it can be shipped or canceled.",
        "channeladvisor-rest.md §7.1; channelunity.md §6",
        lambda case: case.kind in _LEAVES and case.document.order.order_status is OrderStatus.CANCELED,
    ),
    Trap(
        "STATE-UNKNOWN",
        "The hub's words for the state of this order are unknown to us, so what an action would do is unknown too.",
        "DESIGN §3.4",
        lambda case: case.kind is not ActionKind.ACKNOWLEDGE and case.document.order.order_status is None,
    ),
    Trap(
        "NOT-PAID",
        "The payment has not cleared: nothing may be shipped, and nothing can be refunded.",
        "channeladvisor-rest.md §12.12; channelunity.md §5.4",
        _is_unpaid,
    ),
    Trap(
        "HELD",
        "The order is on hold: release it at the hub before anything is shipped.",
        "channelunity.md §5.4; channelape.md §6.1",
        lambda case: case.kind is ActionKind.SHIP and case.document.order.order_status is OrderStatus.HELD,
    ),
    Trap(
        "SHIPPED-BY-THE-MARKETPLACE",
        "The marketplace ships this itself; a shipment of ours would tell it something that is not so.",
        "channeladvisor-rest.md §7.3; channelunity.md §5.5",
        _is_external,
    ),
    Trap(
        "LINE-TWICE",
        "One line is named twice; name it once, with all its units.",
        "DESIGN §4",
        _is_named_twice,
    ),
    Trap(
        "NO-UNITS",
        "A quantity must be above zero; for money without goods name the amount.",
        "channeladvisor-rest.md §8.1; channelunity.md §7",
        _has_odd_units,
    ),
    Trap(
        "ALREADY-SHIPPED",
        "Everything that was named is shipped or canceled already; to change tracking, correct the shipment.",
        "channeladvisor-rest.md §7.1; channeladvisor-soap.md §10.1",
        _ships_nothing,
    ),
    Trap(
        "MORE-THAN-IS-LEFT-TO-SHIP",
        "More units are named than are left to ship.",
        "channeladvisor-rest.md §7.1; channeladvisor-soap.md §10.1; channelunity.md §7",
        _ships_too_many,
    ),
    Trap(
        "HALF-A-TRACKING-NUMBER",
        "A tracking number needs its carrier, and a carrier its tracking number.",
        "channelunity.md §6; channelape.md §8.15",
        _tracking_is_half,
    ),
    Trap(
        "SHIPPED-IN-THE-FUTURE",
        "The date of shipping lies in the future.",
        "channeladvisor-rest.md §12.9",
        _is_shipped_in_the_future,
    ),
    Trap(
        "SHIPPED-BEFORE-IT-WAS-BOUGHT",
        "The date of shipping lies before the purchase.",
        "channeladvisor-rest.md §12.9",
        _is_shipped_before_it_was_bought,
    ),
    Trap(
        "NO-SUCH-PARCEL",
        "The hub shows no such fulfillment for this order.",
        "channeladvisor-rest.md §7.2",
        _no_parcel,
    ),
    Trap(
        "NO-CURRENCY",
        "The currency of the order is unknown, so no amount of it means anything.",
        "channeladvisor-soap.md §12.13",
        lambda case: case.kind in MONEY and case.account.currency is None,
    ),
    Trap(
        "OTHER-CURRENCY",
        "The order is in another currency than was named.",
        "channelunity.md §7",
        _is_other_currency,
    ),
    Trap(
        "AMOUNTS-FOR-NO-MONEY",
        "Amounts can be named for refunds and cancellations only.",
        "DESIGN §4",
        _has_amounts_for_nothing,
    ),
    Trap(
        "AMOUNTS-OF-ORDER-AND-LINES",
        "Name amounts for the order as a whole or for its lines, not both.",
        "channeladvisor-soap.md §8.1",
        _has_amounts_twice,
    ),
    Trap(
        "RESTOCK-IN-VAIN",
        "This marketplace does not put these units back to stock; ask without restock, and correct it yourself.",
        "channeladvisor-rest.md §8.4; channeladvisor-soap.md §8.1",
        _restocks_in_vain,
    ),
)


def _echo_is_there(case: Case) -> bool:
    if case.decision is None:
        return False
    given = [parcel.seller_fulfillment_id for parcel in case.document.fulfillments]
    given += [refund.seller_refund_id for refund in case.document.refunds]
    echo = case.decision.echo
    return any(one == echo or (one or "").startswith(f"{echo}-") for one in given)


DECIDED = (
    Trap(
        "ID-ALREADY-THERE",
        "The hub shows something under this key already, which we did not send: it could not be told from ours.",
        "channeladvisor-rest.md §8.1; channelape.md §5.5",
        _echo_is_there,
        stage=Stage.DECIDED,
    ),
    Trap(
        "NOTHING-LEFT-TO-CANCEL",
        "Everything is shipped or canceled already; what was shipped can only be refunded.",
        "channeladvisor-rest.md §8.2; channelunity.md §6",
        _cancels_nothing,
        stage=Stage.DECIDED,
    ),
    Trap(
        "RETURNS-NOTHING",
        "Nothing is left to be returned for what was named.",
        "DESIGN §4",
        _returns_nothing,
        stage=Stage.DECIDED,
    ),
)
TRAPS = (*ASKED, *DECIDED)
