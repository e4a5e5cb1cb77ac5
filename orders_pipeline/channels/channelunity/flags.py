"""OrderFlags: words that are joined by nobody knows what, or a JSON object of the marketplace. Pure (§5.5).

What a JSON object holds may be about the buyer: it goes to the additional fields, and its text nowhere else.
"""

import json
from typing import NoReturn

import msgspec

from orders_pipeline.channels.channelunity.codes import FULFILLED_BY_AMAZON
from orders_pipeline.model.status import FulfilledBy

Member = tuple[str | None, str | None]


class Flags(msgspec.Struct, frozen=True):
    """tags: the text, where it is no JSON. members: of the JSON, in its order, names that repeat among them.

    Of what begins as JSON and is none, the whole text is one member without a name.
    """

    tags: str | None
    members: tuple[Member, ...]
    fulfilled_by: FulfilledBy


_NONE = Flags(None, (), FulfilledBy.SELLER)


def flags_of(text: str | None) -> Flags:
    if text is None:
        return _NONE
    fulfilled_by = FulfilledBy.MARKETPLACE if FULFILLED_BY_AMAZON in text else FulfilledBy.SELLER
    if not text.startswith(("{", "[")):
        return Flags(text, (), fulfilled_by)
    try:
        pairs = json.loads(text, object_pairs_hook=list, parse_constant=_refuse, parse_int=str, parse_float=str)
        members = tuple((name, _value(value)) for name, value in pairs)
    except (ValueError, TypeError, RecursionError):
        members = ((None, text),)
    return Flags(None, members, fulfilled_by)


def _value(value: object) -> str | None:
    return value if value is None or isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _refuse(constant: str) -> NoReturn:
    raise ValueError(f"{constant} is no JSON")
