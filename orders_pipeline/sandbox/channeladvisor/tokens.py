"""The words and literals of a `$filter`: spec §1 (dates) and §6.1."""

import re
from datetime import datetime
from decimal import Decimal
from typing import Any

from msgspec import Struct

from orders_pipeline.sandbox.channeladvisor.errors import malformed
from orders_pipeline.sandbox.channeladvisor.values import ticks

PATTERN = re.compile(
    r"""(?P<date>\d{4}-\d\d-\d\d(?:T\d\d:\d\d(?::\d\d(?:\.\d{1,7})?)?(?:Z|[+-]\d\d:\d\d))?(?![\w:.]))
    |(?P<number>-?\d+(?:\.\d+)?(?![\w.:-]))
    |(?P<text>'(?:[^']|'')*'(?!'))
    |(?P<word>[A-Za-z_]\w*(?:/[A-Za-z_]\w*)*)
    |(?P<mark>[(),:])""",
    re.VERBOSE | re.ASCII,
)
FRACTION = re.compile(r"\.(\d+)")


class Token(Struct, frozen=True):
    """`kind`: date, number, text, word, mark or end. `value` is what a literal means, or the word in lower case."""

    kind: str
    text: str
    value: Any
    place: int


def tokens_of(expression: str) -> list[Token]:
    found, place = [], 0
    while place < len(expression):
        if expression[place].isspace():
            place += 1
            continue
        match = PATTERN.match(expression, place)
        if match is None:
            raise malformed(f"Syntax error at position {place} in '{expression}'.")
        kind, text = str(match.lastgroup), match.group()
        found.append(Token(kind, text, MEANING[kind](text), place))
        place = match.end()
    return [*found, Token("end", "", "", place)]


def _date(text: str) -> int:
    """Ticks. Without a time: midnight UTC."""
    fraction = FRACTION.search(text)
    whole = FRACTION.sub("", text) if "T" in text else f"{text}T00:00:00+00:00"
    try:
        instant = datetime.fromisoformat(whole)
        return ticks(instant) + (int(fraction.group(1).ljust(7, "0")) if fraction else 0)
    except ValueError:
        raise malformed(f"Unrecognized 'Edm.DateTimeOffset' literal '{text}'.") from None


MEANING = {
    "date": _date,
    "number": Decimal,
    "text": lambda text: text[1:-1].replace("''", "'"),
    "word": str.lower,
    "mark": str,
}
