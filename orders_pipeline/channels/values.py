"""Checks that every dialect's normalize applies to single values: amounts, quantities, instants, words.

Pure. What cannot be kept exactly raises Quarantined with the path; nothing is rounded and nothing is guessed.
"""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from decimal import Context, Decimal, Inexact, InvalidOperation
from typing import TypeVar

from orders_pipeline.model import money
from orders_pipeline.model.reasons import Quarantined, Reason

Canonical = TypeVar("Canonical")

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
LATEST = datetime(2200, 1, 1, tzinfo=UTC)
_NO_OFFSET = timedelta(0)
_AMOUNT, _QUANTITY = Decimal(1).scaleb(-money.AMOUNT_SCALE), Decimal(1).scaleb(-money.QUANTITY_SCALE)
# One call in C tells whether a number fits its column exactly; which rule it breaks is asked only where it does not.
_exactly = Context(prec=money.AMOUNT_DIGITS, traps=[Inexact, InvalidOperation]).quantize


def amount(value: Decimal | None, path: str, field: str) -> Decimal | None:
    """Money as the hub wrote it, at most four decimals and DECIMAL(18,4); None stays None."""
    if value is None or not value:
        return value
    try:
        if _exactly(value, _AMOUNT) == value:  # a NaN equals nothing
            return value
    except (Inexact, InvalidOperation):
        pass
    if not value.is_finite():
        raise Quarantined(Reason.WRONG_TYPE, f"{path}.{field}", "the amount is no number")
    if not money.fits(value, money.AMOUNT_SCALE):
        raise Quarantined(Reason.AMOUNT_TOO_LARGE, f"{path}.{field}", "the amount has more than 14 digits")
    raise Quarantined(Reason.AMOUNT_TOO_FINE, f"{path}.{field}", "the amount has more than four decimals")


def units(value: Decimal | None, path: str, field: str) -> Decimal | None:
    """A count of units, at most three decimals and DECIMAL(18,3); None stays None."""
    if value is None or not value:
        return value
    try:
        if _exactly(value, _QUANTITY) == value:
            return value
    except (Inexact, InvalidOperation):
        pass
    if not value.is_finite():
        raise Quarantined(Reason.WRONG_TYPE, f"{path}.{field}", "the quantity is no number")
    raise Quarantined(Reason.QUANTITY_OUT_OF_RANGE, f"{path}.{field}", "the quantity does not fit DECIMAL(18,3)")


def instant(value: datetime | None) -> datetime | None:
    """An optional instant in UTC. Hubs write years like 1 or 1900 where there is none: before 1970 is None."""
    if value is None:
        return None
    if value.utcoffset() != _NO_OFFSET:
        value = _in_utc(value)
    return value if EPOCH <= value < LATEST else None


def required_instant(value: datetime, path: str, field: str) -> datetime:
    """The same for a date that an order cannot be kept without."""
    found = instant(value)
    if found is None:
        raise Quarantined(Reason.DATE_OUT_OF_RANGE, f"{path}.{field}", "the date is before 1970 or after 2200")
    return found


def _in_utc(value: datetime) -> datetime:
    try:
        return value.astimezone(UTC)
    except OverflowError:  # year 1 or 9999 with an offset
        return datetime(1, 1, 1, tzinfo=UTC)


def currency(value: str, path: str, field: str) -> str:
    """Three capital letters; a code that ISO 4217 does not know is kept."""
    if len(value) == 3 and value.isascii() and value.isalpha() and value.isupper():
        return value
    raise Quarantined(Reason.BAD_CURRENCY, f"{path}.{field}", "the currency is not three capital letters")


def text(value: int | str | None) -> str | None:
    """An identifier as text; absent and empty are both None."""
    return None if value is None or value == "" else str(value)


def trimmed(value: int | str | None) -> str | None:
    """The same without blanks around it, for hubs that leave some in identifiers and words."""
    if value is None:
        return None
    return (value if isinstance(value, str) else str(value)).strip() or None


def total(*amounts: Decimal | None) -> Decimal | None:
    """The sum of those that are given; None where none is."""
    given = [value for value in amounts if value is not None]
    return sum(given, Decimal(0)) if given else None


class Words:
    """Looks hub words up in a table of codes and remembers which columns had a word that the table lacks."""

    def __init__(self) -> None:
        self._unknown: list[str] = []

    def read(self, column: str, word: str | None, table: Mapping[str, Canonical]) -> Canonical | None:
        """The canonical word; None, and `column` flagged, where the table has no row for it."""
        if word is None:
            return None
        if word not in table:
            self._unknown.append(column)
            return None
        return table[word]

    def flag(self, column: str) -> None:
        self._unknown.append(column)

    @property
    def unknown(self) -> str | None:
        """Comma-separated in the order in which they were read: keep it that of the columns."""
        return ",".join(self._unknown) or None
