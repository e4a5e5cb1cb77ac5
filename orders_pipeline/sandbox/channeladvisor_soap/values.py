"""How single values look on this wire: UTC dates without a zone, money with four decimals. Spec §5.3.

The hub keeps milliseconds; what the world holds finer is cut off, for what it shows as for what it compares.
"""

from datetime import datetime
from decimal import Decimal

UNSET = "1900-01-01T00:00:00"
YEAR_ONE = "0001-01-01T00:00:00"  # the assumed second form of a date that is not set
FOUR_DIGITS = Decimal("0.0001")


def kept(instant: datetime) -> datetime:
    return instant.replace(microsecond=instant.microsecond // 1000 * 1000)


def date_text(instant: datetime) -> str:
    """`2012-05-16T17:34:34.4`: trailing zeros of the fraction are dropped."""
    text = f"{instant:%Y-%m-%dT%H:%M:%S}"
    fraction = f"{instant.microsecond // 1000:03}".rstrip("0")
    return f"{text}.{fraction}" if fraction else text


def status_date(instant: datetime | None, style: int) -> str:
    """A date that is never nil: what has not happened has a year long past. `style`: any number, the order's id."""
    if instant is None:
        return YEAR_ONE if style % 13 == 0 else UNSET
    return date_text(instant)


def money(value: Decimal) -> str:
    return str(value.quantize(FOUR_DIGITS))
