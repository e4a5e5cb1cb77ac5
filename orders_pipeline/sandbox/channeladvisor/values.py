"""How single values look on this wire: dates with 0 to 7 fractional digits, exact numbers with uneven trailing zeros.

Dates are counted in ticks of 100 ns since 1970, as this hub's own clock counts; the world counts microseconds.
"""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)
FOUR_DIGITS = Decimal("0.0001")


def ticks(instant: datetime) -> int:
    """The instant in ticks. An instant with six digits gets a seventh: finer than the world, and always the same."""
    micros = (instant - EPOCH) // MICROSECOND
    return micros * 10 + (micros // 7 % 10 if micros % 10 else 0)


def date_text(instant: datetime | None) -> str | None:
    """`2014-09-04T15:38:57.92Z`: trailing zeros of the fraction are dropped."""
    if instant is None:
        return None
    text = f"{instant:%Y-%m-%dT%H:%M:%S}"
    fraction = f"{ticks(instant) % 10_000_000:07}".rstrip("0") if instant.microsecond else ""
    return f"{text}.{fraction}Z" if fraction else f"{text}Z"


def kept(instant: datetime) -> datetime:
    """What a reader that keeps microseconds has of the date: its seventh digit rounded."""
    return EPOCH + (ticks(instant) + 5) // 10 * MICROSECOND


def number(value: Decimal, style: int) -> Decimal:
    """The same amount with other digits: `style` is any number, the order's id; one order keeps to one style."""
    turn = style % 9
    if turn == 0:
        return value.quantize(FOUR_DIGITS)
    if turn in (1, 2) or not value:
        return _shortest(value)
    return value


def _shortest(value: Decimal) -> Decimal:
    whole = value.to_integral_value()
    return whole if value == whole else value.normalize()
