"""How single values look on this wire: instants in milliseconds, amounts as texts or as numbers. Spec §4.1.

`pick` is the one source of variety: what differs from order to order follows from ids alone, never from chance.
"""

from collections.abc import Callable
from datetime import datetime
from decimal import Decimal
from zlib import crc32

FOUR_DIGITS = Decimal("0.0001")


def pick(subject: str, number: int, ways: int) -> int:
    """0 to `ways` - 1: always the same for the same subject and number, and unlike for different subjects."""
    return crc32(f"{subject}/{number}".encode()) % ways


def kept(instant: datetime) -> datetime:
    """What the hub keeps of an instant: whole milliseconds."""
    return instant.replace(microsecond=instant.microsecond // 1000 * 1000)


def date_text(instant: datetime | None) -> str | None:
    """`2018-05-03T18:07:58.009Z`"""
    if instant is None:
        return None
    return f"{instant:%Y-%m-%dT%H:%M:%S}.{instant.microsecond // 1000:03}Z"


def plain(value: Decimal) -> str:
    return format(value, "f")


def long(value: Decimal) -> str:
    return format(value.quantize(FOUR_DIGITS), "f")


def shortest(value: Decimal) -> Decimal:
    """Without trailing zeros, as a JSON library writes its numbers; never with an exponent."""
    whole = value.to_integral_value()
    return whole if value == whole else value.normalize()


Written = Callable[[Decimal], str | Decimal]
NUMBERS: dict[str, tuple[Written, ...]] = {  # spec §4.1: texts in recorded answers, numbers in later ones
    "strings": (plain,),
    "numbers": (shortest,),
    "vary": (plain, shortest, plain, long),
}


def number_style(numbers: str, order_id: int) -> Written:
    """One order keeps to one style."""
    styles = NUMBERS[numbers]
    return styles[pick("numbers", order_id, len(styles))]
