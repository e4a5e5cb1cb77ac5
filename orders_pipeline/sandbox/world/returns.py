"""Cancellations and refunds, and the steps they take from request to end."""

from collections.abc import Sequence
from datetime import timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING

import msgspec

from orders_pipeline.sandbox.world.catalogue import REASONS
from orders_pipeline.sandbox.world.events import AdjustmentMoved, ParcelsMoved
from orders_pipeline.sandbox.world.ids import ADJUSTMENTS, Numbers
from orders_pipeline.sandbox.world.order import EXPONENTS, ZERO, Adjustment, Line, Order, Parcel, amount
from orders_pipeline.sandbox.world.parcels import split

if TYPE_CHECKING:
    from orders_pipeline.sandbox.world.life import Pen

replace = msgspec.structs.replace

STEPS = {  # how a request may go
    "quick": ("submitted", "processed", "done"),
    "slow": ("submitted", "processed", "acknowledged", "done"),
    "site": ("done",),
    "recorded": ("recorded",),
    "error": ("submitted", "processed", "error"),
    "rejected": ("pending_approval", "processing_rejection", "rejected"),
    "buyer_return": ("new_rma", "ready_for_return", "pending_return", "processing_return", "done"),
    "unfinished": ("submitted",),
    "odd": ("submitted", "AwaitingBank"),
}
SOURCES = ("api", "channel", "user", "api", "channel", "system", None)
MINUTES_A_STEP = (2, 25)


def line_amounts(line: Line, quantity: int, currency: str) -> dict[str, Decimal]:
    """The share of `quantity` units in every component of the line, each half up on its own: spec §8.3."""
    minor = Decimal(1).scaleb(-EXPONENTS.get(currency, 2))
    goods = (line.unit_price or ZERO) * line.quantity
    whole = {
        "item": goods,
        "tax": line.tax,
        "shipping": line.shipping,
        "shipping_tax": line.shipping_tax,
        "gift": line.gift_price,
        "gift_tax": line.gift_tax,
        "recycling_fee": line.recycling_fee,
    }
    return {name: (value * quantity / line.quantity).quantize(minor, ROUND_HALF_UP) for name, value in whole.items()}


def order_amounts(order: Order) -> dict[str, Decimal]:
    goods = sum(((line.unit_price or ZERO) * line.quantity for line in order.lines), ZERO)
    own_tax = order.tax - (order.shipping_tax or ZERO) - (order.gift_tax or ZERO)
    return {
        "item": goods,
        "tax": own_tax,
        "shipping": order.shipping,
        "shipping_tax": order.shipping_tax or ZERO,
        "gift": order.gift or ZERO,
        "gift_tax": order.gift_tax or ZERO,
    }


def _told(amounts: dict[str, Decimal], full: bool) -> dict[str, Decimal | None]:
    """Components that are zero are left without value, unless all are asked for."""
    return {name: value if value or full or name == "item" else None for name, value in amounts.items()}


def _request(
    pen: "Pen",
    numbers: Numbers,
    *,
    kind: str,
    steps: str,
    traits: frozenset[str],
    currency: str,
    full: bool = False,
    amounts: dict[str, Decimal],
    done: Sequence[Parcel] = (),
    split_off: tuple[Order, Parcel, dict[int, int]] | None = None,
    **fields,
) -> tuple[Parcel, ...]:
    """Writes every step of one adjustment; parcels move with the last step. Gives the moved parcels."""
    adjustment_id, number = numbers.next(ADJUSTMENTS), numbers.number
    source = "channel" if steps == "site" else SOURCES[adjustment_id % len(SOURCES)]
    at = pen.after(timedelta(minutes=3), timedelta(days=4 if kind == "refund" else 1))
    reason = "SomethingNew" if "odd_reason_word" in traits else REASONS[adjustment_id % len(REASONS)]
    adjustment = Adjustment(
        adjustment_id=adjustment_id,
        kind=kind,
        step="",
        reason=reason,
        source=source,
        created_at=at,
        seller_adjustment_id=f"rma-{number}-{adjustment_id % 100}" if source == "api" else None,
        comment="Buyer says: “wrong size”\nplease check" if adjustment_id % 5 == 0 else None,
        is_restock=adjustment_id % 3 == 0,
        rma_number=f"RMA{number}" if steps == "buyer_return" else None,
        return_tracking=f"RET{number}" if steps == "buyer_return" else None,
        return_method="UPS label" if steps == "buyer_return" else None,
        return_shipping_fee=amount(1, currency) if steps == "buyer_return" else None,
        restocking_fee=ZERO if steps == "buyer_return" else None,
        public_notes="Sorry for the trouble \U0001f64f" if adjustment_id % 4 == 0 else None,
        **_told(amounts, full),
        **fields,
    )
    moved: tuple[Parcel, ...] = ()
    path = STEPS[steps]
    for turn, step in enumerate(path):
        if turn:
            at = pen.after(*(timedelta(minutes=minutes) for minutes in MINUTES_A_STEP))
        is_last = step == "done"
        adjustment = replace(
            adjustment,
            step=step,
            last_source=source if not turn else "system",
            site_adjustment_id=f"SITE-{adjustment_id}" if is_last and adjustment_id % 2 else None,
            transaction_id=f"TX{adjustment_id}" if is_last and kind == "refund" and adjustment_id % 3 else None,
            site_refunded_at=at.replace(microsecond=0) if is_last and kind == "refund" else None,
            restock_step="done" if is_last and adjustment.is_restock else adjustment.restock_step,
        )
        pen.write(AdjustmentMoved(adjustment))
        if is_last and split_off:
            order, parcel, units = split_off
            moved = split(parcel, units, order, numbers, at, "canceled")
        elif is_last:
            moved = tuple(replace(parcel, state="canceled", updated_at=at) for parcel in done)
        if moved:
            pen.write(ParcelsMoved(moved))
    return moved


def whole_cancellation(
    pen: "Pen", order: Order, parcels: Sequence[Parcel], numbers: Numbers, traits: frozenset[str]
) -> None:
    steps = ("quick", "site", "slow")[numbers.number % 3]
    _request(
        pen,
        numbers,
        kind="cancellation",
        steps=steps,
        traits=traits,
        currency=order.currency,
        amounts=order_amounts(order),
        done=parcels,
    )


def cancellations(
    pen: "Pen", order: Order, parcels: tuple[Parcel, ...], numbers: Numbers, traits: frozenset[str]
) -> tuple[Parcel, ...]:
    """Lines or units canceled before shipment; gives the parcels as they stand afterwards."""
    wanted = []
    if "line_cancel" in traits and len(order.lines) > 1:
        wanted.append((order.lines[1], order.lines[1].quantity))
    if "part_cancel" in traits:
        wanted.append((order.lines[0], 1))
    for line, quantity in wanted:
        home = next((p for p in parcels if any(item.line.line_id == line.line_id for item in p.items)), None)
        if home is None or not quantity:
            continue
        moved = _request(
            pen,
            numbers,
            kind="cancellation",
            steps=("slow", "quick", "site")[numbers.number % 3],
            traits=traits,
            currency=order.currency,
            amounts=line_amounts(line, quantity, order.currency),
            line=line,
            quantity=quantity,
            split_off=(order, home, {line.line_id: quantity}),
        )
        parcels = tuple({parcel.parcel_id: parcel for parcel in (*parcels, *moved)}.values())
    return parcels


def refunds(pen: "Pen", order: Order, numbers: Numbers, traits: frozenset[str]) -> None:
    """What is given back after shipment, one request after the other."""
    line = next((line for line in order.lines if line.quantity), None)
    if line is None:
        return
    all_units, one_unit = (line_amounts(line, units, order.currency) for units in (line.quantity, 1))
    usual = ("quick", "slow", "buyer_return", "site", "unfinished")[numbers.number % 5]
    if "odd_step_word" in traits:
        usual = "odd"
    by_trait = (  # trait, steps, amounts, quantity; order level where the quantity is None
        ("error_refund", "error", one_unit, 1),
        ("retried_refund", "quick", one_unit, 1),
        ("rejected_refund", "rejected", all_units, line.quantity),
        ("part_refund", "slow", one_unit, 1),
        ("full_component_refund", "quick", all_units, line.quantity),
        ("item_refund", usual, all_units, line.quantity),
        ("odd_step_word", usual, all_units, line.quantity),
        ("odd_reason_word", "site", one_unit, 1),
        ("order_refund", ("quick", "recorded", "site")[numbers.number % 3], order_amounts(order), None),
    )
    for trait, steps, amounts, quantity in by_trait:
        if trait in traits:
            level = {} if quantity is None else {"line": line, "quantity": quantity}
            full = trait == "full_component_refund"
            _request(
                pen,
                numbers,
                kind="refund",
                steps=steps,
                traits=traits,
                currency=order.currency,
                full=full,
                amounts=amounts,
                **level,
            )
    if "dispute" in traits:
        _request(
            pen,
            numbers,
            kind="dispute",
            steps="recorded",
            traits=traits,
            currency=order.currency,
            amounts=order_amounts(order),
        )
