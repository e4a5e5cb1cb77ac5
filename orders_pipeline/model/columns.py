"""The vocabulary in which records describe their columns: what a column means, where each hub gives it, its tags.

Only the vocabulary. Which columns exist stands in `records/`, what is derived from them in `tables.py`.
"""

from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from types import NoneType, UnionType
from typing import Annotated, Any, Union, get_args, get_origin, get_type_hints

import msgspec


class Kind(StrEnum):
    """What a column holds; schema, DDL and checks derive from it."""

    TEXT = "text"
    MONEY = "money"  # DECIMAL(18,4), in the currency of the row's `currency` column
    QUANTITY = "quantity"  # DECIMAL(18,3)
    INTEGER = "integer"
    BOOLEAN = "boolean"
    INSTANT = "instant"  # UTC, rounded to microseconds; an optional date before 1970 means none: NULL
    DATE = "date"


class Column(msgspec.Struct, frozen=True, kw_only=True):
    """One column of a table, complete: what DDL, Arrow schema, docs, checks and UI metadata need."""

    name: str
    kind: Kind
    is_nullable: bool
    meaning: str
    source: str = ""
    is_key: bool = False
    is_personal: bool = False


class Means(msgspec.Struct, frozen=True):
    """What a field's annotation says of its column: the meaning, and the field of each hub that it comes from.

    Hubs are abbreviated REST and SOAP (ChannelAdvisor), CU (ChannelUnity), CApe (ChannelApe).
    """

    meaning: str
    source: str = ""
    kind: Kind | None = None
    is_key: bool = False
    is_personal: bool = False


def key(meaning: str, source: str = "") -> Means:
    """Part of the row's key: never NULL."""
    return Means(meaning, source, is_key=True)


def says(meaning: str, source: str = "") -> Means:
    """A plain column: its kind follows from the Python type."""
    return Means(meaning, source)


def money(meaning: str, source: str = "") -> Means:
    """An amount in the currency of the row."""
    return Means(meaning, source, kind=Kind.MONEY)


def units(meaning: str, source: str = "") -> Means:
    """A count of units; up to three decimals, because one hub sends them."""
    return Means(meaning, source, kind=Kind.QUANTITY)


def personal(meaning: str, source: str = "") -> Means:
    """A value about a person. Allowed in the three personal tables only; a test holds it."""
    return Means(meaning, source, is_personal=True)


KIND_OF_TYPE: dict[type, Kind] = {
    str: Kind.TEXT,
    int: Kind.INTEGER,
    bool: Kind.BOOLEAN,
    datetime: Kind.INSTANT,
    date: Kind.DATE,
}


class Record(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """A row of a canonical table: typed, immutable, and its own description."""


def columns_of(record: type[msgspec.Struct]) -> tuple[Column, ...]:
    """The columns of a record class, in the order of its fields, with what their annotations say."""
    hints = get_type_hints(record, include_extras=True)
    return tuple(_column(name, hints[name]) for name in record.__struct_fields__)


def _column(name: str, hint: Any) -> Column:
    base, means = get_args(hint) if get_origin(hint) is Annotated else (hint, None)
    if not isinstance(means, Means):
        raise TypeError(f"column {name} does not say what it means")
    options = get_args(base) if get_origin(base) in (Union, UnionType) else (base,)
    types = [option for option in options if option is not NoneType]
    kind = means.kind or KIND_OF_TYPE[next(base for base in types[0].__mro__ if base in KIND_OF_TYPE)]
    if types[0] is Decimal and means.kind is None:
        raise TypeError(f"column {name} must say whether it is money or a quantity")
    return Column(
        name=name,
        kind=kind,
        is_nullable=NoneType in options,
        meaning=means.meaning,
        source=means.source,
        is_key=means.is_key,
        is_personal=means.is_personal,
    )
