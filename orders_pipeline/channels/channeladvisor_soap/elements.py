"""Elements -> wire structs, by plans that are made once from the structs' annotations. Pure.

Bound as ASMX binds: by name and namespace, never by prefix. Stricter than it in one thing: an element that stands
twice, or holds elements where a value belongs, is no order that could be trusted.
"""

import re
from collections.abc import Callable
from datetime import UTC, datetime
from decimal import Decimal
from types import NoneType, UnionType
from typing import Annotated, Any, NamedTuple, TypeVar, Union, get_args, get_origin, get_type_hints

import msgspec

from orders_pipeline.channels import values
from orders_pipeline.channels.channeladvisor_soap.wire import COUNT, RATE, Wire
from orders_pipeline.channels.xml import Element
from orders_pipeline.model.reasons import Quarantined, Reason

Struct = TypeVar("Struct", bound=Wire)
Read = Callable[[str], object]

NEVER = "1900-01-01T00:00:00"  # §5.3: a status date that has not happened
BLANKS = " \t\r\n"  # what XML Schema takes off around a value that is no text
# Plain decimals that fit DECIMAL(18,4) as they are: the usual case, told by one match.
_usual_amount = re.compile(r"[+-]?\d{1,14}(?:\.\d{1,4})?", re.ASCII).fullmatch
_decimal = re.compile(r"[+-]?\d+(?:\.\d+)?", re.ASCII).fullmatch
_whole = re.compile(r"[+-]?\d{1,40}", re.ASCII).fullmatch
_instant = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?(?:Z|[+-]\d\d:\d\d)?", re.ASCII).fullmatch
LARGEST_INT = 2**31 - 1
TRUTHS = {"true": True, "1": True, "false": False, "0": False}


class Field(NamedTuple):
    """Exactly one of the last three: a value's text is `read`, a struct has a plan, a list has that of its entries."""

    name: str
    read: Read | None = None
    struct: "Plan | None" = None
    entries: "Plan | None" = None


class Plan(NamedTuple):
    """How one struct is filled. `entry`: the tag of its elements in a list; None: whatever stands there is one."""

    of: type[Wire]
    fields: dict[str, Field]
    required: tuple[str, ...]
    entry: str | None


def plan_of(struct: type[Wire]) -> Plan:
    hints = get_type_hints(struct, include_extras=True)
    fields = {f"{{{struct.NAMESPACE}}}{name}": _field(name, hints[name]) for name in struct.__struct_fields__}
    required = tuple(field.name for field in msgspec.structs.fields(struct) if field.required)
    return Plan(struct, fields, required, f"{{{struct.NAMESPACE}}}{struct.ELEMENT}" if struct.ELEMENT else None)


def struct_of(element: Element, plan: Plan) -> Any:
    """The struct that the element fills.

    Raises Quarantined: a required element is not there, or a value is none of its kind; the path begins below it.
    """
    found: dict[str, Any] = {}
    fields, name = plan.fields, ""
    try:
        for child in element:
            field = fields.get(child.tag)
            if field is None:
                continue
            name, read, struct, entries = field
            if name in found:
                raise Quarantined(Reason.WRONG_TYPE, "", "the element is there twice")
            if read is not None:
                if len(child):
                    raise Quarantined(Reason.WRONG_TYPE, "", "elements stand where a value belongs")
                text = child.text
                found[name] = text if text is None or read is _text else read(text)
            elif struct is not None:
                found[name] = struct_of(child, struct) if len(child) or not is_nil(child) else None
            elif entries is not None:
                found[name] = _entries(child, entries)
    except Quarantined as why:
        raise Quarantined(why.reason, f".{name}{why.path}", why.message) from None
    for name in plan.required:
        if found.get(name) is None:
            raise Quarantined(Reason.MISSING_FIELD, f".{name}", "a required field is not there, or is nil")
    return plan.of(**found)


def _entries(element: Element, plan: Plan) -> list[Any]:
    found, entry = [], plan.entry
    for place, child in enumerate(element):
        try:
            if entry is not None and child.tag != entry:
                raise Quarantined(Reason.WRONG_TYPE, "", "an entry of another kind than the list's")
            found.append(struct_of(child, plan))
        except Quarantined as why:
            raise Quarantined(why.reason, f"[{place}]{why.path}", why.message) from None
    if not found and element.text is not None and element.text.strip():
        raise Quarantined(Reason.WRONG_TYPE, "", "text stands where a list belongs")
    return found


def is_nil(element: Element) -> bool:
    return element.get("{http://www.w3.org/2001/XMLSchema-instance}nil") in ("true", "1")


def _text(text: str) -> str:
    return text


def amount(text: str) -> Decimal | None:
    if _usual_amount(text):
        return Decimal(text)
    text = text.strip(BLANKS)
    if not text:
        return None
    if not _decimal(text):
        raise Quarantined(Reason.WRONG_TYPE, "", "the amount is no plain decimal number")
    return _checked(values.amount, text)


def _units(text: str) -> Decimal | None:
    whole = _int(text)
    return None if whole is None else Decimal(whole)


def _rate(text: str) -> Decimal | None:
    text = text.strip(BLANKS)
    if not text:
        return None
    if not _decimal(text):
        raise Quarantined(Reason.WRONG_TYPE, "", "the rate is no plain decimal number")
    return _checked(values.units, text)


def _checked(check: Callable[[Decimal | None, str, str], Decimal | None], text: str) -> Decimal | None:
    try:
        return check(Decimal(text), "", "")
    except Quarantined as why:  # its path names a field; the place is known above
        raise Quarantined(why.reason, "", why.message) from None


def _int(text: str) -> int | None:
    text = text.strip(BLANKS)
    if not text:
        return None
    if not _whole(text):
        raise Quarantined(Reason.WRONG_TYPE, "", "the number is no whole one")
    value = int(text)
    if not -LARGEST_INT - 1 <= value <= LARGEST_INT:
        raise Quarantined(Reason.NUMBER_OUT_OF_RANGE, "", "the number is out of range")
    return value


def moment(text: str) -> datetime | None:
    """UTC, whatever a naive reader would take it for (§5.3); 1900 and year 1 are None."""
    if text == NEVER:
        return None
    read = _any_instant(text)
    return None if read is None else values.instant(read)


def _required_moment(text: str) -> datetime | None:
    read = _any_instant(text)
    if read is not None and values.instant(read) is None:
        raise Quarantined(Reason.DATE_OUT_OF_RANGE, "", "the date is before 1970 or after 2200")
    return read if read is None else values.instant(read)


def _any_instant(text: str) -> datetime | None:
    if not _instant(text):
        text = text.strip(BLANKS)
        if not text:
            return None
        if not _instant(text):
            raise Quarantined(Reason.WRONG_TYPE, "", "the date is none")
    try:
        read = msgspec.convert(text, datetime)
    except msgspec.ValidationError:
        raise Quarantined(Reason.WRONG_TYPE, "", "the date is none") from None
    return read.replace(tzinfo=UTC) if read.tzinfo is None else read


def _truth(text: str) -> bool | None:
    text = text.strip(BLANKS)
    if text and text not in TRUTHS:
        raise Quarantined(Reason.WRONG_TYPE, "", "the value is neither true nor false")
    return TRUTHS[text] if text else None


READ: dict[Any, Read] = {
    str: _text,
    int: _int,
    bool: _truth,
    Decimal: amount,
    datetime: moment,
    COUNT: _units,
    RATE: _rate,
}


def _field(name: str, hint: Any) -> Field:
    told: tuple[object, ...] = ()
    if get_origin(hint) is Annotated:
        hint, *told_list = get_args(hint)
        told = tuple(told_list)
    options = get_args(hint) if get_origin(hint) in (Union, UnionType) else (hint,)
    kind = next(option for option in options if option is not NoneType)
    if told:
        return Field(name, read=READ[told[0]])
    if get_origin(kind) is list:
        return Field(name, entries=plan_of(get_args(kind)[0]))
    if isinstance(kind, type) and issubclass(kind, Wire):
        return Field(name, struct=plan_of(kind))
    if kind is datetime and NoneType not in options:
        return Field(name, read=_required_moment)
    return Field(name, read=READ[kind])
