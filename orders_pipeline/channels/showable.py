"""What of a bad document a person may see: kinds of value, and what each looks like. Everything else is masked.

A field that may hold an amount may hold a name when it is bad: a value is shown only where it looks like its kind.
Masked values are told by their shape and length alone. Pure.
"""

import re
from collections.abc import Mapping, Set
from enum import Enum
from typing import Any

import msgspec

from orders_pipeline.channels.bad_json import Node, Shape, is_json, said

# ISO 4217, what is in use.
_CODES = (
    "AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF CHF "
    "CLF CLP CNY COP CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GNF GTQ GYD HKD HNL "
    "HTG HUF IDR ILS INR IQD IRR ISK JMD JOD JPY KES KGS KHR KMF KPW KRW KWD KYD KZT LAK LBP LKR LRD LSL LYD MAD MDL "
    "MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR RON "
    "RSD RUB RWF SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TND TOP TRY TTD TWD TZS UAH "
    "UGX USD UYU UZS VES VND VUV WST XAF XCD XOF XPF YER ZAR ZMW ZWG"
)
CURRENCIES = frozenset(_CODES.split())


class Kind(Enum):
    """What a field of an allow-list may hold."""

    NUMBER = "number"  # an amount, a quantity
    ID = "id"
    GUID = "guid"
    CODE = "code"  # a SKU
    INSTANT = "instant"
    CURRENCY = "currency"
    WORD = "word"  # a state, a carrier: only words that the dialect knows
    FLAG = "flag"


class Showable(msgspec.Struct, frozen=True, kw_only=True):
    """A dialect's allow-list.

    collections: entity -> its collections by name -> their entity; nothing is shown of what stands elsewhere.
    kinds: fields whose values may be seen. words: what a WORD may be. identity: the field that names an entry.
    """

    order: type[msgspec.Struct]
    collections: Mapping[type[Any], Mapping[str, type[Any]]]
    kinds: Mapping[str, Kind]
    words: Set[str]
    identity: str = "ID"


# Digits are few: more of them may be a telephone or a card. What is longer is told by its length.
_DIGITS = r"[+-]?(\d{1,6}([.,]\d{1,7})?|\d{1,3}(,\d{3}){1,2}(\.\d{1,7})?|\d{1,3}([.' ]\d{3}){1,2},\d{1,7})"
_MIXED = r"(?=.*\d)(?=.*[A-Z])[A-Z0-9][A-Z0-9_.:;/#-]{0,39}"
_MONEY = r"[$€£¥₹₩]|[A-Za-z]{3}"
_TEXTS: dict[Kind, re.Pattern[str]] = {
    Kind.NUMBER: re.compile(
        rf"((?P<before>{_MONEY}) ?)?{_DIGITS}( ?(?P<after>{_MONEY}))?|[+-]?(NaN|Infinity)", re.ASCII
    ),
    # Digits alone may be a telephone or a card: capital letters beside them, or the groups of the great marketplaces.
    Kind.ID: re.compile(rf"{_MIXED}|\d{{3}}-\d{{7}}-\d{{7}}|\d{{2}}-\d{{5}}-\d{{5}}", re.ASCII),
    Kind.GUID: re.compile(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}"),
    Kind.CODE: re.compile(_MIXED, re.ASCII),
    Kind.INSTANT: re.compile(
        r"\d{4}[-/.]\d{1,2}[-/.]\d{1,2}([T ]\d{1,2}:\d{2}(:\d{2}([.,]\d{1,9})?)?)? ?(Z|[+-]\d{2}:?\d{2})?"
        r"|\d{1,2}[-/.]\d{1,2}[-/.]\d{4}( \d{1,2}:\d{2}(:\d{2})?)?",
        re.ASCII,
    ),
    Kind.CURRENCY: re.compile(r"(?P<before>[A-Za-z]{3})|[A-Z]{0,2}[$€£¥₹₩]"),
}
# Within an id or a code, separators left aside: an IBAN (ISO 13616: country, check digits, 11 or more), and as many
# digits in a row as a card or a telephone has.
_OF_A_PERSON = re.compile(r"[A-Z]{2}\d{2}[A-Z0-9]{11}|[0-9]{12}", re.ASCII)
_SEPARATORS = re.compile(r"[_.:;/#-]")
_WORDS = {
    Kind.NUMBER: re.compile(r"-?\d{1,9}(\.\d{1,20})?([eE][+-]?\d{1,4})?"),
    Kind.ID: re.compile(r"-?\d{1,12}"),
    Kind.FLAG: re.compile("true|false"),
}


def shown(node: Node, kind: Kind | None, words: Set[str]) -> str:
    """The value as the hub wrote it where it looks like its kind, else its shape and length."""
    if kind is not None and is_json(node):
        value = said(node.raw)
        if node.shape is Shape.TEXT and (value in words if kind is Kind.WORD else _looks_like(kind, value)):
            return f'"{value}"'
        if node.shape is Shape.WORD and kind in _WORDS and _WORDS[kind].fullmatch(value):
            return value
    return masked(node)


def masked(node: Node) -> str:
    """Shape and length alone; null says no more than that."""
    if node.raw == b"null":
        return "null"
    count = len(node.members)
    if node.shape is Shape.OBJECT:
        return f"‹object, {_count(count, 'field')}›"
    if node.shape is Shape.LIST:
        return f"‹list, {_count(count, 'entry', 'entries')}›"
    if node.shape is Shape.NOTHING:
        return "‹nothing›"
    length = _count(len(said(node.raw)), "character")
    if not is_json(node):
        return f"‹{node.shape.value} that is no JSON, {length}›"
    if node.shape is Shape.TEXT:
        return f"‹text, {length}›"
    if node.raw in (b"true", b"false"):
        return "‹true or false›"
    return f"‹number, {length}›"


def _looks_like(kind: Kind, text: str) -> bool:
    """Three letters count as a currency only where they are one: they could be a name.

    What may be a person's account or telephone is no id, though it has letters and digits as one has.
    """
    found = _TEXTS[kind].fullmatch(text) if kind in _TEXTS else None
    if found is None or (kind in (Kind.ID, Kind.CODE) and _OF_A_PERSON.search(_SEPARATORS.sub("", text))):
        return False
    letters = [value for value in found.groupdict().values() if value and value.isalpha()]
    return all(value.upper() in CURRENCIES for value in letters)


def _count(number: int, one: str, many: str = "") -> str:
    return f"{number:,} {one if number == 1 else many or one + 's'}"
