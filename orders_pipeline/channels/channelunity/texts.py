"""The texts of ChannelUnity's elements as values: amounts, quantities, dates. Pure.

One strict pattern each. What does not fit it quarantines the order with the path, and is never corrected.
"""

import re
from datetime import datetime
from decimal import Decimal
from functools import lru_cache

from orders_pipeline.channels.values import amount, required_instant, units
from orders_pipeline.model.reasons import Quarantined, Reason

_NUMBER = re.compile(r"-?\d+(?:\.\d+)?", re.ASCII)
_INSTANT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,6})?(?:Z|[+-]\d\d:?\d\d)", re.ASCII)
_LONGEST = 60  # digits; whatever is longer fits no column


def said(text: str | None) -> str | None:
    """An element's text as it stands; None where it is empty or blank, which is the same as absent (§5.3)."""
    return None if text is None or text.isspace() or not text else text


def word(text: str | None) -> str | None:
    """A code, an id or a word of the hub, without the space around it."""
    return (text.strip() or None) if text else None


def money(text: str | None, path: str, field: str) -> Decimal | None:
    """Raises Quarantined: no plain decimal number, or one that is not kept exactly."""
    if text is None:
        return None
    return amount(_number(text, path, field, "the amount is no number"), path, field)


def quantity(text: str | None, path: str, field: str) -> Decimal | None:
    if text is None:
        return None
    return units(_number(text, path, field, "the quantity is no number"), path, field)


def instant(text: str | None, path: str, field: str) -> datetime | None:
    """Raises Quarantined: no date with a zone, or one out of range."""
    if (text := word(text)) is None:
        return None
    found = moment_of(text)
    if found is None:
        raise Quarantined(Reason.WRONG_TYPE, f"{path}.{field}", "the date is none, or has no time zone")
    return required_instant(found, path, field)


@lru_cache(maxsize=4_096)
def moment_of(text: str) -> datetime | None:
    """An ISO 8601 date with a zone; None for anything else."""
    if not _INSTANT.fullmatch(text):
        return None
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return None


def _number(text: str, path: str, field: str, message: str) -> Decimal | None:
    found = _plain(text)
    if found is _NO_NUMBER:
        raise Quarantined(Reason.WRONG_TYPE, f"{path}.{field}", message)
    if found is _TOO_LONG:
        raise Quarantined(Reason.NUMBER_OUT_OF_RANGE, f"{path}.{field}", "the number has too many digits")
    return found


_NO_NUMBER, _TOO_LONG = Decimal("NaN"), Decimal("Infinity")


@lru_cache(maxsize=65_536)
def _plain(text: str) -> Decimal | None:
    """Amounts repeat: most are 0.00."""
    text = text.strip()
    if not text:
        return None
    if not _NUMBER.fullmatch(text):
        return _NO_NUMBER
    return Decimal(text) if len(text) <= _LONGEST else _TOO_LONG
