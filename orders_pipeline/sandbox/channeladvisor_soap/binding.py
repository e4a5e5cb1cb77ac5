"""Requests to values, as ASMX binds them: by name, namespace and sequence. Spec §1.

What is misspelt, wrongly cased or out of its place is ignored without an error, and its field keeps the default.
"""

import re
from collections.abc import Callable
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from lxml import etree
from msgspec import Struct

from orders_pipeline.sandbox.channeladvisor_soap.answers import Fault
from orders_pipeline.sandbox.channeladvisor_soap.markup import SOAP, WEB, XSI

TRUTHS = {"true": True, "1": True, "false": False, "0": False}
INT32 = 2**31
DECIMAL = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)", re.ASCII)
UNREADABLE = "Server was unable to read request. There is an error in XML document."


class Field(Struct, frozen=True):
    """One element of a sequence: its name in one namespace, and what reads it."""

    name: str
    namespace: str
    read: Callable[[Any], Any]
    repeats: bool = False  # the element comes as often as there are entries, without a wrapper around them


class Request(Struct, frozen=True):
    """`body`: the first element of the SOAP body, whatever it is called."""

    developer_key: str | None
    password: str | None
    body: Any


def request_of(content: bytes, version: str) -> Request:
    """Raises Fault with 400: no XML, or no envelope of this version. A DOCTYPE is no part of SOAP."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(content, parser)
    except (etree.XMLSyntaxError, ValueError):
        raise Fault(
            "Client", "Server was unable to read request. There is an error in XML document.", status=400
        ) from (None)
    soap = f"{{{SOAP[version]}}}"
    body = root.find(f"{soap}Body") if root.tag == f"{soap}Envelope" else None
    if body is None or root.getroottree().docinfo.doctype:
        raise Fault("Client", "Unable to handle request without a valid action parameter or envelope.", status=400)
    given = root.find(f"{soap}Header/{{{WEB}}}APICredentials")
    told = bind(given, (Field("DeveloperKey", WEB, text), Field("Password", WEB, text)))
    elements = [child for child in body if isinstance(child.tag, str)]
    return Request(told["DeveloperKey"], told["Password"], elements[0] if elements else None)


def bind(parent: Any, sequence: tuple[Field, ...]) -> dict[str, Any]:
    """Every field by its name; None where it did not come, came nil, or came out of its place. What repeats is a tuple
    of all entries, nil ones among them.
    """
    values: dict[str, Any] = dict.fromkeys(field.name for field in sequence)
    place = 0
    for child in parent if parent is not None else ():
        found = next(
            (n for n in range(place, len(sequence)) if child.tag == f"{{{sequence[n].namespace}}}{sequence[n].name}"),
            None,
        )
        if found is None:
            continue
        field, is_nil = sequence[found], child.get(f"{{{XSI}}}nil") in ("true", "1")
        place = found if field.repeats else found + 1
        value = None if is_nil else field.read(child)
        values[field.name] = (*(values[field.name] or ()), value) if field.repeats else value
    return values


def text(element: Any) -> str:
    return "".join(element.itertext())


def integer(element: Any) -> int:
    """xsd:int. Raises Fault where it is none, as the parser of the service does."""
    try:
        value = int(text(element).strip())
    except ValueError:
        raise _unreadable("Input string was not in a correct format.") from None
    if not -INT32 <= value < INT32:
        raise _unreadable("Value was either too large or too small for an Int32.")
    return value


def decimal(element: Any) -> Decimal:
    """xsd:decimal: neither an exponent nor a separator of thousands. Keeps the zeros that were written."""
    told = text(element).strip()
    if not DECIMAL.fullmatch(told):
        raise _unreadable("Input string was not in a correct format.")
    if sum(map(str.isdigit, told)) > 28:
        raise _unreadable("Value was either too large or too small for a Decimal.")
    return Decimal(told)


def boolean(element: Any) -> bool:
    found = TRUTHS.get(text(element).strip())
    if found is None:
        raise _unreadable("The string is not a valid Boolean value.")
    return found


def instant(element: Any) -> datetime:
    """xsd:dateTime; without an offset it is UTC."""
    try:
        value = datetime.fromisoformat(text(element).strip())
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)
    except (ValueError, OverflowError):
        raise _unreadable("The string is not a valid AllXsd value.") from None


def list_of(name: str, namespace: str, read: Callable[[Any], Any]) -> Callable[[Any], tuple[Any, ...]]:
    """Items are `<int>` or `<string>` in the namespace of the list; others are ignored."""
    return lambda element: tuple(read(child) for child in element.findall(f"{{{namespace}}}{name}"))


def _unreadable(text: str) -> Fault:
    return Fault("Client", f"{UNREADABLE} {text}")
