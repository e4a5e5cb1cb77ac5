"""The headers in which a token travels (channelape.md §1). Pure; what they hold is secret.

A token that parses as a JWT goes by the newer ways. The vendor's sources differ on which, so both stand here, and the
client keeps to the first that the hub takes.
"""

import base64
import binascii
from collections.abc import Mapping
from types import MappingProxyType

import msgspec

from orders_pipeline.channels.envelope import UNREADABLE

# Name and value of the header, in the order in which they are tried.
CLASSIC = (("X-Channel-Ape-Authorization-Token", "{}"),)
JWT = (("Authorization", "Bearer {}"), ("X-Channel-Ape-Jwt", "{}"))
SEGMENTS = 3


def headers_of(token: str) -> tuple[Mapping[str, str], ...]:
    """Every way in which the token may be shown, the likeliest first."""
    ways = JWT if is_jwt(token) else CLASSIC
    return tuple(MappingProxyType({name: form.format(token)}) for name, form in ways)


def is_jwt(token: str) -> bool:
    """Three segments, of which the first two are JSON objects in base64url."""
    segments = token.split(".")
    return len(segments) == SEGMENTS and all(_is_object(segment) for segment in segments[:2])


def _is_object(segment: str) -> bool:
    try:
        decoded = base64.b64decode(segment + "=" * (-len(segment) % 4), altchars=b"-_", validate=True)
        return isinstance(msgspec.json.decode(decoded), dict)
    except (binascii.Error, ValueError, *UNREADABLE):
        return False
