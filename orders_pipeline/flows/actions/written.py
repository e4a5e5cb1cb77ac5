"""Values of actions as people write them, in options, files and launchpads: text in, a value or a plain sentence out.

Pure. What a spreadsheet may have changed is refused, never mended. No sentence repeats the value: it may be anything.
"""

import re
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from decimal import Decimal
from enum import StrEnum
from typing import TypeVar

from orders_pipeline.model.actions import Component
from orders_pipeline.model.money import minor_unit
from orders_pipeline.settings.mistakes import nearest

Word = TypeVar("Word", bound=StrEnum)
LONGEST = 200
EARLIEST, LATEST = datetime(2000, 1, 1, tzinfo=UTC), datetime(2100, 1, 1, tzinfo=UTC)
_SPACES = " \u00a0\u202f\u2009_'’"


class Unfit(ValueError):
    """One plain sentence that goes on from the name of the value: `quantity …`."""


Mangled = tuple[tuple[re.Pattern[str], str], ...]
SHORTENED = "was shortened by a spreadsheet, as in 1E+05: format the column as text and write every digit"
APOSTROPHE = "begins with an apostrophe that a spreadsheet put there: take it away"

NUMBERS: Mangled = (
    (re.compile(r"['’].*", re.DOTALL), APOSTROPHE),
    (re.compile(r"[+-]?[0-9]+([.,][0-9]+)?[eE][+-]?[0-9]+"), SHORTENED),
    (
        re.compile(
            rf"[0-9]{{1,3}}(,[0-9]{{3}})+(\.[0-9]*)?|[0-9]{{1,3}}(\.[0-9]{{3}}){{2,}}(,[0-9]*)?"
            rf"|[0-9]{{1,3}}(\.[0-9]{{3}})+,[0-9]*|[0-9]{{1,3}}([{_SPACES}][0-9]{{3}})+([.,][0-9]*)?"
        ),
        "has separators between thousands: write digits alone, and a point before decimals",
    ),
    (re.compile(r"[0-9]+,[0-9]*"), "has a comma: write a point before decimals"),
    (re.compile(r"[-−].*", re.DOTALL), "is below zero: write what is meant as a number above it"),
    (re.compile(r"\+.*", re.DOTALL), "begins with a plus: write digits alone"),
)
"""What is not written as a number, in the order in which it is looked for."""

NAMES: Mangled = (
    (re.compile(r"'.*", re.DOTALL), APOSTROPHE),
    (re.compile(r"[0-9]+([.,][0-9]+)?E\+[0-9]{2,}"), SHORTENED),
    (re.compile(r"[0-9]{4,}[.,]0+"), "was turned into a number with decimals: format the column as text"),
    (re.compile(r"[0-9]{15}0{3,}"), "has lost its last digits in a spreadsheet: format the column as text"),
    (re.compile(r"=.*", re.DOTALL), "is a spreadsheet's formula: write its value"),
    (re.compile(r"#(REF!|N/A|NAME\?|VALUE!|DIV/0!|NUM!|NULL!)"), "is a spreadsheet's error"),
)


def units(text: str) -> Decimal:
    """Whole units above zero. Raises Unfit."""
    _refuse(text, NUMBERS)
    if not re.fullmatch(r"[0-9]{1,9}", text):
        raise Unfit("is no whole number of units: write digits alone, such as 2")
    if not (number := Decimal(text)):
        raise Unfit("is zero: a quantity must be above it; for money without goods leave it out and name the amount")
    return number


def amount(text: str, currency: str | None = None) -> Decimal:
    """An amount in the currency's digits. Raises Unfit: also where three digits could be a thousand."""
    _refuse(text, NUMBERS)
    if not re.fullmatch(r"[0-9]{1,14}(\.[0-9]+)?", text):
        raise Unfit("is no amount: write digits, and a point before decimals, such as 14.95")
    digits = len(text.partition(".")[2])
    if currency is None and digits > 2:
        raise Unfit("has more than two digits after the point: name the currency, or take separators of thousands away")
    if currency is not None and digits > _digits_of(currency):
        raise Unfit(f"has too many digits: {minor_unit(currency)} {currency} is the smallest amount")
    return Decimal(text)


def instant(text: str) -> datetime:
    """A date with its time and its offset from UTC, by ISO 8601. Raises Unfit."""
    try:
        read = datetime.fromisoformat(text)
    except ValueError:
        raise Unfit("is no date with a time by ISO 8601: write it as 2026-09-01T14:02:00-04:00") from None
    if read.tzinfo is None:
        raise Unfit("does not say its offset from UTC: write it as 2026-09-01T14:02:00-04:00, or with a Z for UTC")
    if not EARLIEST <= read < LATEST:
        raise Unfit("lies outside the years 2000 to 2099")
    return read.astimezone(UTC)


def name(text: str) -> str:
    """An id, a key, a word of the hub's: one line, as it is. Raises Unfit."""
    _refuse(text, NAMES)
    if not text or len(text) > LONGEST:
        raise Unfit(f"has more than {LONGEST} characters" if text else "is empty")
    if not text.isprintable():
        raise Unfit("holds a line break or another character that cannot be printed")
    return text


def currency(text: str) -> str:
    if not re.fullmatch(r"[A-Z]{3}", text):
        raise Unfit("is no currency: write three capital letters of ISO 4217, such as USD")
    return text


def truth(text: str) -> bool:
    """Raises Unfit."""
    words = {"true": True, "yes": True, "1": True, "false": False, "no": False, "0": False}
    if text.lower() not in words:
        raise Unfit("is neither yes nor no")
    return words[text.lower()]


def word(words: type[Word], others: Iterable[tuple[str, Word]] = ()) -> Callable[[str], Word]:
    """One of the words, however its case and with spaces or hyphens for underscores."""
    known = {str(one): one for one in words} | dict(others)

    def read(text: str) -> Word:
        plain = text.lower().replace("-", "_").replace(" ", "_")
        if plain not in known:
            raise Unfit(f"is none of the words that are known here. {nearest(plain, known)} {', '.join(known)}".strip())
        return known[plain]

    return read


def line_units(text: str) -> tuple[str, Decimal | None]:
    """`7=1`: the name of a line, and its units; `7` alone: all that is left. Raises Unfit."""
    line, sign, quantity = text.rpartition("=")
    return (name(line), units(quantity)) if sign else (name(text), None)


def component_amount(text: str, of: str | None = None) -> tuple[Component, Decimal]:
    """`tax=1.20`. `of`: the currency. Raises Unfit."""
    part, sign, value = text.rpartition("=")
    if not sign:
        raise Unfit("names no amount: write it as item=14.95")
    return word(Component)(part), amount(value, of)


def line_amount(text: str, of: str | None = None) -> tuple[str, Component, Decimal]:
    """`7:tax=1.20`: of the line 7. Raises Unfit."""
    before, sign, value = text.rpartition("=")
    line, colon, part = before.rpartition(":")
    if not sign or not colon:
        raise Unfit("names no line and amount: write it as ITEM_ID:item=14.95")
    return name(line), word(Component)(part), amount(value, of)


def _digits_of(of: str) -> int:
    return -int(minor_unit(of).as_tuple().exponent)


def _refuse(text: str, mangled: Mangled) -> None:
    for pattern, sentence in mangled:
        if pattern.fullmatch(text):
            raise Unfit(sentence)
