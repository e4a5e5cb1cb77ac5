"""A written list of refunds against the one that is there. Spec §5.4, §5.5.

This hub moves no money: a refund is written down, as one that nobody has paid. Lines with restockType CANCEL take their
units from what can be shipped. The channel's integration numbers what is new on orders in progress.
"""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from orders_pipeline.sandbox.channelape.errors import Invalid
from orders_pipeline.sandbox.channelape.held import Adjustment, Refund, Units
from orders_pipeline.sandbox.channelape.overlay import ShownRefund
from orders_pipeline.sandbox.channelape.reading import INVALID
from orders_pipeline.sandbox.channelape.shipments import resolved
from orders_pipeline.sandbox.channelape.written import RefundTie
from orders_pipeline.sandbox.settings import Settings
from orders_pipeline.sandbox.world.acts import Units as Wanted
from orders_pipeline.sandbox.world.order import ZERO
from orders_pipeline.sandbox.writes import Asked, Effect, Write
from orders_pipeline.sandbox.writes.money import total_of
from orders_pipeline.sandbox.writes.units import exceeds, unsent

CANCEL, RETURN = "CANCEL", "RETURN"
FAILED = frozenset({"FAILURE", "ERROR"})
OF_SHIPPING = "shipping refund"


class Recording:
    """`hidden`: adjustments of the world that are on no list afterwards."""

    def __init__(self, write: Write, settings: Settings, status: str) -> None:
        self.write, self.settings, self.status = write, settings, status
        self.hidden: list[int] = []
        self.ties: list[RefundTie] = []

    def refunds(self, given: Sequence[Refund], shown: Sequence[ShownRefund]) -> None:
        found = matched(given, shown)
        for each in shown:
            if each not in found:
                self._forget(each)
        for number, (entry, old) in enumerate(zip(given, found, strict=True)):
            self.ties.append(old.tie if old and entry == old.entry else self._changed(entry, old, number))

    def _forget(self, each: ShownRefund) -> None:
        """Only from this hub: what was given back elsewhere is given back."""
        keys = each.tie.adjustment_ids
        self.write.note(
            Effect(kind="remove", adjustment_id=keys[0] if keys else None, seller_id=each.entry.supplier_refund_id)
        )
        self.hidden += keys

    def _changed(self, entry: Refund, old: ShownRefund | None, number: int) -> RefundTie:
        if old and _substance(entry) == _substance(old.entry):
            return RefundTie(entry=entry, adjustment_ids=old.tie.adjustment_ids)
        if old:
            self._forget(old)
        canceled = [units for units in entry.lines if units.restock_type == CANCEL]
        others = [units for units in entry.lines if units.restock_type != CANCEL]
        keys = [] if not canceled else self._cancel(entry, canceled, number)
        if others or not canceled or entry.adjustments or entry.transactions:
            keys.append(self._record(entry, others))
        return RefundTie(entry=entry, adjustment_ids=tuple(keys))

    def _cancel(self, entry: Refund, lines: Sequence[Units], number: int) -> list[int]:
        units = resolved(lines, self.write.state)
        there = unsent(self.write.state)
        if (not units or exceeds(units, there)) and self.settings.channelape_strict:
            raise Invalid([(INVALID, f"refunds[{number}].lineItems")])
        able = {key: min(quantity, there.get(key, 0)) for key, quantity in units.items() if there.get(key)}
        if not able:
            self.write.note(Effect(kind="cancel", seller_id=entry.supplier_refund_id))
            return []
        asked = Asked(seller_id=entry.supplier_refund_id, is_told=self._is_pushed(entry))
        return [self.write.cancel(able, {}, asked, line_id=_only(able))]

    def _record(self, entry: Refund, lines: Sequence[Units]) -> int:
        units, amounts = resolved(lines, self.write.state), amounts_of(entry)
        if total_of(self.write.state.order, amounts) < 0:
            amounts = {}
        line_id = _only(units)
        asked = Asked(
            seller_id=entry.supplier_refund_id,
            is_restock=any(each.restock_type == RETURN for each in lines),
            is_recorded=True,
            numbered_after=self.settings.channelape_push_minutes if self._is_pushed(entry) else None,
        )
        quantity = units[line_id] if line_id is not None else None
        return self.write.refund(amounts, asked, line_id=line_id, quantity=quantity, may_be_nothing=True)

    def _is_pushed(self, entry: Refund) -> bool:
        when = self.settings.channelape_pushes_refunds
        return not entry.channel_refund_id and (when == "always" or (when == "in_progress" and self._is_in_progress))

    @property
    def _is_in_progress(self) -> bool:
        return self.status == "IN_PROGRESS"


def matched(given: Sequence[Refund], shown: Sequence[ShownRefund]) -> list[ShownRefund | None]:
    """By the supplier's id; an entry without one by its lines and adjustments."""
    there: dict[Any, list[ShownRefund]] = {}
    for each in shown:
        there.setdefault(_identity(each.entry), []).append(each)
    return [there[_identity(each)].pop(0) if there.get(_identity(each)) else None for each in given]


def _identity(entry: Refund) -> Any:
    units = tuple((each.id, each.sku, each.quantity) for each in entry.lines)
    return entry.supplier_refund_id or (units, tuple((each.amount, each.tax_amount) for each in entry.adjustments))


def amounts_of(entry: Refund) -> dict[str, Decimal]:
    """By component of the world: what the transactions say, else the adjustments, which are negative."""
    of_shipping = [each for each in entry.adjustments if (each.reason or "").lower() == OF_SHIPPING]
    others = [each for each in entry.adjustments if each not in of_shipping]
    shipping, shipping_tax = _returned(of_shipping)
    goods, tax = _returned(others)
    if entry.transactions:
        total = sum((each.amount for each in entry.transactions if each.status not in FAILED), ZERO)
        goods = total - shipping - shipping_tax - tax
    return {"item": goods, "tax": tax, "shipping": shipping, "shipping_tax": shipping_tax}


def _returned(adjustments: Sequence[Adjustment]) -> tuple[Decimal, Decimal]:
    return (
        -sum((each.amount for each in adjustments), ZERO),
        -sum((each.tax_amount or ZERO for each in adjustments), ZERO),
    )


def _only(units: Wanted) -> int | None:
    return next(iter(units)) if len(units) == 1 else None


def _substance(entry: Refund) -> tuple[object, ...]:
    """What makes it another refund if it changes: not the channel's number, nor how far the money is."""
    return (
        entry.lines,
        [(each.amount, each.tax_amount, each.reason) for each in entry.adjustments],
        [each.amount for each in entry.transactions],
    )
