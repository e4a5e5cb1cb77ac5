"""What an operation takes, in which sequence, and what it gives: the shape of the tables of services. Spec §4."""

from collections.abc import Callable
from typing import Any

from msgspec import Struct

from orders_pipeline.sandbox.channeladvisor_soap.binding import Field, integer, list_of, text
from orders_pipeline.sandbox.channeladvisor_soap.hub import Caller, SoapHub
from orders_pipeline.sandbox.channeladvisor_soap.markup import WEB


class Told(Struct, frozen=True):
    """An answer whose wrapper has a message although it is a Success."""

    data: str
    message: str | None


Answer = Callable[[SoapHub, Caller, dict[str, Any]], bytes | str | Told]


class Operation(Struct, frozen=True):
    """`answer` gives the `ResultData` element; `plain_data` is that element in a Failure, where it is never absent."""

    sequence: tuple[Field, ...]
    answer: Answer
    plain_data: str = ""


def sequence(*fields: tuple[str, Callable[[Any], Any]], namespace: str = WEB) -> tuple[Field, ...]:
    return tuple(Field(name, namespace, read) for name, read in fields)


ACCOUNT = ("accountID", text)
INTS, STRINGS = list_of("int", WEB, integer), list_of("string", WEB, text)
BOTH_LISTS = sequence(ACCOUNT, ("orderIDList", INTS), ("clientOrderIdentifierList", STRINGS))
