"""`POST /oauth2/token` and the tokens it gives out: spec §2. Every credential here is made up, and says so.

Tokens live in memory and by the real clock, as their holders count their lives; world time does not age them.
"""

import base64
import binascii
import itertools
import json
import time
from collections.abc import Mapping
from urllib.parse import parse_qs

from msgspec import Struct

from orders_pipeline.sandbox.channeladvisor.credentials import APPLICATION_ID, REFRESH_TOKEN, SHARED_SECRET
from orders_pipeline.sandbox.channeladvisor.errors import Refused, denied
from orders_pipeline.sandbox.world.catalogue import PROFILES, US_PROFILE, WORLD_PROFILE

APPLICATIONS = {APPLICATION_ID: SHARED_SECRET, "sandbox-other-application": "sandbox-other-secret-not-a-secret"}


class Grant(Struct, frozen=True):
    """What a refresh token stands for."""

    profiles: tuple[int, ...]
    may_write: bool = True


REFRESH_TOKENS = {
    REFRESH_TOKEN: Grant(PROFILES),
    f"{REFRESH_TOKEN}-{US_PROFILE}": Grant((US_PROFILE,)),
    f"{REFRESH_TOKEN}-{WORLD_PROFILE}": Grant((WORLD_PROFILE,)),
    f"{REFRESH_TOKEN}-readonly": Grant(PROFILES, may_write=False),
}


class Access(Struct, frozen=True):
    """A live access token's holder."""

    application: str
    grant: Grant
    until: float


class Tokens:
    """Access tokens by their text. Several live at once; a refresh ends none and changes no refresh token."""

    def __init__(self, lifetime: float = 3600.0) -> None:
        self.lifetime = lifetime
        self.refresh_tokens: dict[str, Grant] = dict(REFRESH_TOKENS)
        self._live: dict[str, Access] = {}
        self._numbers = itertools.count(1)

    def issue(self, authorization: str, content_type: str, body: bytes) -> bytes:
        """The body of a success. Raises Refused with 400 and an `error` word."""
        application = _application(authorization)
        if not content_type.startswith("application/x-www-form-urlencoded"):
            raise Refused(400, "invalid_request", shape="oauth")
        form = {name: values[0] for name, values in parse_qs(body.decode("utf-8", "replace")).items()}
        if "grant_type" not in form:
            raise Refused(400, "invalid_request", shape="oauth")
        if form["grant_type"] != "refresh_token":
            raise Refused(400, "unsupported_grant_type", shape="oauth")
        grant = self.refresh_tokens.get(form.get("refresh_token", ""))
        if grant is None:
            raise Refused(400, "invalid_grant", shape="oauth")
        token = f"sandbox-access-{next(self._numbers)}-{application}"
        self._live[token] = Access(application, grant, time.monotonic() + self.lifetime)
        return json.dumps({"access_token": token, "token_type": "bearer", "expires_in": int(self.lifetime)}).encode()

    def access(self, headers: Mapping[str, str], query_token: str | None) -> Access:
        """Who asks. Raises Refused with 401 for a missing, unknown or expired token."""
        access = self._live.get(self.presented(headers, query_token) or "")
        if access is None or access.until <= time.monotonic():
            raise denied()
        return access

    @staticmethod
    def presented(headers: Mapping[str, str], query_token: str | None) -> str | None:
        scheme, _, token = headers.get("authorization", "").partition(" ")
        return token.strip() if scheme.lower() == "bearer" else query_token

    def kill(self, token: str | None) -> None:
        """The token dies before its time."""
        self._live.pop(token or "", None)


def _application(authorization: str) -> str:
    scheme, _, encoded = authorization.partition(" ")
    try:
        name, _, secret = base64.b64decode(encoded.strip(), validate=True).decode().partition(":")
    except (binascii.Error, UnicodeDecodeError):
        name, secret = "", ""
    if scheme.lower() != "basic" or not name or APPLICATIONS.get(name) != secret:
        raise Refused(400, "invalid_client", shape="oauth")
    return name
