"""Access tokens: bought with the refresh token ahead of their end, shared by threads (channeladvisor-rest.md §2)."""

from base64 import b64encode
from datetime import datetime, timedelta
from threading import Lock
from typing import Annotated

import msgspec

from orders_pipeline.channels.base import Connection
from orders_pipeline.channels.envelope import UNREADABLE
from orders_pipeline.channels.errors import Rejected, Retriable, Unauthorized
from orders_pipeline.channels.http import HubSession
from orders_pipeline.channels.responses import Response

PATH = "/oauth2/token"
AHEAD = timedelta(minutes=5)  # of an hour; of a shorter life a tenth
TRIES = 4
PAUSE = 0.25  # seconds; doubles
DENIED = b"Authorization has been denied"  # also seen within answers of status 200


class _Granted(msgspec.Struct):
    access_token: str
    expires_in: Annotated[int, msgspec.Meta(gt=0, le=86_400)]


class Tokens:
    """The current access token of one application."""

    def __init__(self, session: HubSession, connection: Connection) -> None:
        self._session = session
        self._secret = connection.secret
        self._now = connection.now
        self._sleep = connection.patience.sleep
        self._lock = Lock()
        self._token: str | None = None
        self._good_until: datetime | None = None

    def current(self) -> str:
        """A token that is good for the next minutes.

        Raises Unauthorized: the hub refuses the credentials; nothing but a person helps.
        """
        with self._lock:
            if self._token is None or self._good_until is None or self._now() >= self._good_until:
                self._buy()
            assert self._token is not None
            return self._token

    def refused(self, token: str) -> None:
        """The hub no longer takes this token: the next call of `current` buys another."""
        with self._lock:
            if token == self._token:
                self._token = None

    def _buy(self) -> None:
        for tries in range(TRIES):
            asked_at = self._now()
            answer = self._ask()
            try:
                granted = msgspec.json.decode(answer.body, type=_Granted, strict=False)
            except UNREADABLE:  # a gateway's page instead of the hub's answer
                self._sleep(PAUSE * 2**tries)
                continue
            self._session.redactor.hide(granted.access_token)
            life = timedelta(seconds=granted.expires_in)
            self._token, self._good_until = granted.access_token, asked_at + life - min(AHEAD, life / 10)
            return
        raise Retriable(f"{TRIES} answers in a row to the token request were no token", account=self._session.account)

    def _ask(self) -> Response:
        pair = f"{self._secret('application_id')}:{self._secret('shared_secret')}"
        basic = b64encode(pair.encode()).decode()
        self._session.redactor.hide(basic)
        form = {"grant_type": "refresh_token", "refresh_token": self._secret("refresh_token")}
        try:
            return self._session.post_form(PATH, form, headers={"Authorization": f"Basic {basic}"})
        except Rejected as refusal:
            raise Unauthorized(
                "the hub refuses the application id, shared secret or refresh token",
                account=refusal.account,
                status=refusal.status,
                hub_message=refusal.hub_message,
            ) from None
