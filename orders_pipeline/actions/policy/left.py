"""Traps of what can be given back at all: more units than are left, amounts finer than the currency. Pure.

Dividing refuses both as well; here they have their rows, and are looked for after a hub's own traps, which say more.
"""

from collections.abc import Iterator
from decimal import Decimal

from orders_pipeline.actions.policy.accounting import LineAccount
from orders_pipeline.actions.policy.case import Case, Trap
from orders_pipeline.actions.policy.dividing import returnable, too_fine, too_many
from orders_pipeline.model.actions import MONEY
from orders_pipeline.model.allocation import is_multiple


def _too_many(case: Case) -> Iterator[tuple[Decimal, LineAccount]]:
    if case.kind in MONEY:
        for one, line in case.chosen:
            if one.quantity is not None and one.quantity > returnable(case.kind, line):
                yield one.quantity, line


def _too_fine(case: Case) -> Iterator[Decimal]:
    if case.kind in MONEY:
        named = [case.intent.amounts or {}, *(one.amounts or {} for one in case.intent.lines)]
        for amounts in named:
            yield from (amount for amount in amounts.values() if not is_multiple(amount, case.account.minor))


TRAPS = (
    Trap(
        "MORE-THAN-IS-LEFT-TO-RETURN",
        "More units are named than are left to cancel or to refund; what is in doubt, or was given back by hand,"
        " is gone.",
        "channeladvisor-rest.md §8.1; channelunity.md §7",
        lambda case: any(_too_many(case)),
        in_figures=lambda case: "; ".join(too_many(case.kind, quantity, line) for quantity, line in _too_many(case)),
    ),
    Trap(
        "FINER-THAN-THE-CURRENCY",
        "An amount is finer than the smallest amount of the order's currency, and a hub would round it as it likes.",
        "DESIGN §4; channeladvisor-rest.md §8.3",
        lambda case: any(True for _ in _too_fine(case)),
        in_figures=lambda case: too_fine(next(_too_fine(case)), case.account),
    ),
)
