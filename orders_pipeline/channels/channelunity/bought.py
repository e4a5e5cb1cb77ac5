"""Orders by their days of purchase: the second proof's question, and the only bounds that this hub takes at both ends.

Days are asked for with one more at each end, so that neither the hub's zone nor whether it includes the last day can
take an order out of sight (channelunity.md §5.1); which of them were bought within the window, their dates tell.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import msgspec

from orders_pipeline.channels.base import Answer, Attempt, Listed, Listing, OrdersRead, WhenBought, nobody_knows
from orders_pipeline.channels.channelunity import message, paging
from orders_pipeline.channels.channelunity.paging import Seen
from orders_pipeline.channels.channelunity.reading import Hub, Unlanded, seen_of
from orders_pipeline.channels.channelunity.skeleton import Entry, is_within
from orders_pipeline.channels.errors import HubError, Retriable, Unauthorized
from orders_pipeline.model.window import Window

A_DAY = timedelta(days=1)
AHEAD = timedelta(days=31)  # days before the one asked for that are listed with it, where several are asked for
NO_SEARCH = (
    "ChannelUnity cannot be asked for an order by its number; its next change loads it, or a backfill of the day on "
    "which it was bought"
)


class _Listed(msgspec.Struct, frozen=True):
    window: Window
    seen: Seen
    passes: int


class _Part:
    """One list within an attempt that holds several: starting it over leaves what was landed before it."""

    def __init__(self, whole: Attempt) -> None:
        self._whole, self._landed = whole, 0

    def land(
        self, kind: str, answer: Answer, *, order_id: str | None = None, path: str | None = None
    ) -> Callable[[int, Sequence[str]], None]:
        self._landed += 1
        return self._whole.land(kind, answer, order_id=order_id, path=path)

    def start_over(self, reason: str) -> None:
        while self._landed:
            self.discard_last(reason)

    def discard_last(self, reason: str) -> None:
        self._landed -= 1
        self._whole.discard_last(reason)


class Bought:
    """Of one conversation: what was listed once is not asked for again."""

    def __init__(self, hub: Hub, zone: ZoneInfo) -> None:
        self._hub, self._zone = hub, zone
        self._lists: list[_Listed] = []

    def listing(self, window: Window) -> Listing:
        """Every order bought within the window. Raises Shifted, and as the hub answers."""
        found = next((one for one in self._lists if _holds(one.window, window)), None)
        if found is None:
            span = Window(window.end - AHEAD, window.end) if self._lists else window
            span = Window(min(span.start, window.start), span.end)
            seen, passes = seen_of(self._hub, days_of(span, self._zone), Unlanded())
            found = _Listed(span, seen, passes)
            self._lists.append(found)
        mine = [one for one in found.seen.entries.values() if is_within(one, window.start, window.end)]
        return Listing(
            orders=tuple(Listed(one.order_id, None) for one in mine if one.order_id is not None),
            nameless=sum(one.order_id is None for one in mine),
            method=paging.METHOD,
            pages=found.seen.pages,
            passes=found.passes,
            changed_since=lambda since: self._changed(window, since),
        )

    def _changed(self, window: Window, since: datetime) -> frozenset[str]:
        """Of the orders bought within the window, those that changed then or later: no date of theirs tells it."""
        asked = days_of(window, self._zone) | {"UpdateDateFrom": message.moment(since, self._zone)}
        seen, _ = seen_of(self._hub, asked, Unlanded())
        return frozenset(str(one.order_id) for one in seen.named)

    def read(self, order_ids: tuple[str, ...], attempt: Attempt, bought: WhenBought = nobody_knows) -> OrdersRead:
        """Land the days on which these orders were bought, as far as they were listed before or `bought` knows."""
        known = {order_id: entry.bought_at for order_id, entry in self._known().items()}
        found, absent, failed = set[str](), set[str](), dict[str, str]()
        for order_id in order_ids:
            bought_at = known.get(order_id) or bought(order_id)
            if bought_at is None:
                failed[order_id] = NO_SEARCH
            elif order_id not in found:
                try:
                    shown = self._landed(bought_at, attempt)
                except Unauthorized:
                    raise
                except Retriable as error:
                    left = [one for one in order_ids if one not in found | absent | set(failed)]
                    failed |= dict.fromkeys(left, str(error))
                    break
                except HubError as error:
                    failed[order_id] = str(error.about(order_id=order_id))
                    continue
                found |= shown & set(order_ids)
                if order_id not in shown:
                    absent.add(order_id)
        found, absent = found - set(failed), absent - found
        return OrdersRead(
            found=tuple(one for one in order_ids if one in found),
            absent=tuple(one for one in order_ids if one in absent),
            failed=failed,
        )

    def _known(self) -> Mapping[str, Entry]:
        return {str(one.order_id): one for listed in self._lists for one in listed.seen.named}

    def _landed(self, bought_at: datetime, attempt: Attempt) -> set[str]:
        moment = Window(bought_at, bought_at + timedelta(microseconds=1))
        seen, _ = seen_of(self._hub, days_of(moment, self._zone), _Part(attempt))
        return {str(one.order_id) for one in seen.named}


def days_of(window: Window, zone: ZoneInfo) -> dict[str, str]:
    """DateFrom and DateTo so that the hub shows at least what was bought within the window."""
    first, last = (window.start.astimezone(zone).date(), window.end.astimezone(zone).date())
    return {"DateFrom": (first - A_DAY).isoformat(), "DateTo": (last + A_DAY).isoformat()}


def _holds(listed: Window, window: Window) -> bool:
    return listed.start <= window.start and window.end <= listed.end
