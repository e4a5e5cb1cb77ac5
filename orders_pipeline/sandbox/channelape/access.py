"""Who asks: the token in each of its header forms, and how many requests a second it may make. Spec §1, §7.1."""

import re
import time
from collections import defaultdict, deque
from collections.abc import Mapping

from msgspec import Struct

from orders_pipeline.sandbox.channelape.credentials import EXPIRED, JWT, SESSION, TOKEN, US_TOKEN, WORLD_TOKEN
from orders_pipeline.sandbox.channelape.errors import Refused
from orders_pipeline.sandbox.channelape.ids import BUSINESSES, uuid_of
from orders_pipeline.sandbox.settings import Settings
from orders_pipeline.sandbox.world.catalogue import US_PROFILE, WORLD_PROFILE

UUID_FORM = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)
JWT_FORM = re.compile(r"[\w-]+\.[\w-]+\.[\w-]*")
USER = uuid_of("user", 1)


class Holder(Struct, frozen=True):
    """Whose token it is, and which businesses it may read."""

    id: str
    businesses: tuple[str, ...]
    is_user: bool = False


EVERY = tuple(BUSINESSES.values())
HOLDERS = {
    TOKEN: Holder(uuid_of("account", 1), EVERY),
    US_TOKEN: Holder(uuid_of("account", 2), (BUSINESSES[US_PROFILE],)),
    WORLD_TOKEN: Holder(uuid_of("account", 3), (BUSINESSES[WORLD_PROFILE],)),
    SESSION: Holder(USER, EVERY, is_user=True),
    JWT: Holder(uuid_of("account", 1), EVERY),
}


def holder_of(token: str, form: re.Pattern[str] = UUID_FORM) -> Holder:
    """Raises Refused with 401: code 4 for another form, 11 for one whose time is over, 12 for an unknown one."""
    if not form.fullmatch(token):
        raise Refused(4)
    if token.lower() == EXPIRED:
        raise Refused(11)
    holder = HOLDERS.get(token if form is JWT_FORM else token.lower())
    if holder is None:
        raise Refused(12)
    return holder


def presented(headers: Mapping[str, str]) -> Holder:
    """The classic header, or one of the two newer ones, which take a JWT only."""
    if (token := headers.get("x-channel-ape-authorization-token")) is not None:
        return holder_of(token.strip())
    if (token := headers.get("x-channel-ape-jwt")) is not None:
        return holder_of(token.strip(), JWT_FORM)
    scheme, _, token = headers.get("authorization", "").partition(" ")
    if scheme.lower() == "bearer":
        return holder_of(token.strip(), JWT_FORM)
    raise Refused(12)


class Limits:
    """Requests of a holder within the last second, by the real clock; what is refused does not count."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._recent: dict[str, deque[float]] = defaultdict(deque)

    def per_second(self, holder: Holder) -> int:
        of_user, of_account = self._settings.channelape_user_per_second, self._settings.channelape_per_second
        return of_user if holder.is_user else of_account

    def count(self, holder: Holder) -> None:
        recent, now = self._recent[holder.id], time.monotonic()
        while recent and recent[0] <= now - 1.0:
            recent.popleft()
        if len(recent) >= self.per_second(holder):
            raise Refused(429, retry_after=self._settings.channelape_retry_after)
        recent.append(now)
