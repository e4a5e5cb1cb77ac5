"""`[actions]` of accounts.toml: the most that one run may send, and the most money that a day may return.

Ceilings bound an accident; they are no approval.
"""

import re
from dataclasses import dataclass
from decimal import Decimal

from orders_pipeline.model.allocation import is_multiple
from orders_pipeline.model.money import AMOUNT_SCALE, fits, minor_unit
from orders_pipeline.settings.mistakes import Problem, Wrong, wrong
from orders_pipeline.settings.section import Section
from orders_pipeline.settings.values import CURRENCY, count, kind

KEYS = ("steps_per_run", "money_steps_per_run", "money_per_day")
EXAMPLE = 'Write: money_per_day = { USD = "5000.00" }.'


@dataclass(frozen=True, kw_only=True, slots=True)
class Ceilings:
    """money_per_day: by currency, in any 24 hours, over all accounts; a currency that is not named has no ceiling."""

    steps_per_run: int = 500
    money_steps_per_run: int = 100
    money_per_day: tuple[tuple[str, Decimal], ...] = ()


_PLAIN = re.compile(r"-?[0-9]+(?:\.[0-9]+)?")


def read_ceilings(section: Section) -> Ceilings:
    """Only as good as the section's report says."""
    section.refuse_others(KEYS, {})
    default = Ceilings()
    return Ceilings(
        steps_per_run=section.take("steps_per_run", count, default.steps_per_run),
        money_steps_per_run=section.take("money_steps_per_run", count, default.money_steps_per_run),
        money_per_day=section.take("money_per_day", money_by_currency, default.money_per_day),
    )


def money_by_currency(value: object) -> tuple[tuple[str, Decimal], ...]:
    """Amounts are text or whole numbers: a number with a fraction would be read as a float."""
    if not isinstance(value, dict):
        raise wrong(f"is {kind(value)}, not a table", EXAMPLE)
    problems, read = [], {}
    for currency, written in value.items():
        if not CURRENCY.fullmatch(currency):
            problems.append(Problem("is not a currency", "Write three capital letters of ISO 4217: USD.", (currency,)))
            continue
        try:
            read[currency] = _amount(written, currency)
        except Wrong as bad:
            problems += [Problem(one.what, one.remedy, (currency,)) for one in bad.problems]
    if problems:
        raise Wrong(*problems)
    return tuple(sorted(read.items()))


def _amount(value: object, currency: str) -> Decimal:
    if isinstance(value, float):
        raise wrong("is a number with a fraction", 'Put it into quotes: "5000.00".')
    if type(value) is not int and not isinstance(value, str):
        raise wrong(f"is {kind(value)}, not an amount", EXAMPLE)
    if not _PLAIN.fullmatch(str(value)):  # Decimal takes "1_000" and "1e3" too
        raise wrong("is not an amount", 'Write digits, and a point before decimals: "5000.00".')
    amount = Decimal(value)
    if not fits(amount, AMOUNT_SCALE) or amount <= 0:
        raise wrong("is not an amount above zero", 'Write it as "5000.00"; to send no money at all: write_back.')
    if not is_multiple(amount, minor_unit(currency)):
        raise wrong("is finer than the smallest amount of the currency", f"Write multiples of {minor_unit(currency)}.")
    return amount
