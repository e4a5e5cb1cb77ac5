"""What GetOrders is asked for: the payload's filters and its page, and what they refuse. Spec §5.1."""

import re
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime

from msgspec import Struct

from orders_pipeline.sandbox.channelunity.errors import bad_count, bad_date, bad_offset, no_such_subscription
from orders_pipeline.sandbox.channelunity.kept import HubOrder

MOST = 1000
DAY, SECOND = re.compile(r"\d{4}-\d\d-\d\d"), re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d")


class Query(Struct, frozen=True):
    """Every filter that is given has to fit. Days and times are UTC (assumed)."""

    settings_link_id: int
    status: str | None
    flag: str | None  # orders whose flags contain this text
    purchased_from: date | None  # inclusive
    purchased_to: date | None  # that whole day too
    updated_from: datetime | None
    offset: int
    count: int

    def fits(self, order: HubOrder, *, only_after: bool) -> bool:
        """`only_after`: an update in the very second that is asked for is not shown."""
        day = order.purchased_at.date()
        return (
            (self.status is None or order.status == self.status)
            and (self.flag is None or self.flag in (order.flags or ""))
            and (self.purchased_from is None or day >= self.purchased_from)
            and (self.purchased_to is None or day <= self.purchased_to)
            and (
                self.updated_from is None
                or order.updated_at > self.updated_from
                or (order.updated_at == self.updated_from and not only_after)
            )
        )


def query_of(payload: Mapping[str, str]) -> Query:
    """Raises Refused. An empty element is as good as none."""
    link = payload.get("SubscriptionID") or ""
    return Query(
        settings_link_id=_integer(link, no_such_subscription),
        status=payload.get("FilterStatus") or None,
        flag=payload.get("FilterFlags") or None,
        purchased_from=_day(payload.get("DateFrom")),
        purchased_to=_day(payload.get("DateTo")),
        updated_from=_second(payload.get("UpdateDateFrom")),
        offset=_integer(payload.get("Offset") or "0", bad_offset),
        count=_count(payload.get("Count") or ""),
    )


def _integer(text: str, refused: Callable[[], Exception]) -> int:
    if not re.fullmatch(r"[0-9]{1,9}", text):
        raise refused()
    return int(text)


def _count(text: str) -> int:
    count = _integer(text, bad_count)
    if not 1 <= count <= MOST:
        raise bad_count()
    return count


def _day(text: str | None) -> date | None:
    return None if not text else _instant(text, DAY).date()


def _second(text: str | None) -> datetime | None:
    return None if not text else _instant(text, SECOND)


def _instant(text: str, shape: re.Pattern[str]) -> datetime:
    try:
        return datetime.fromisoformat(text if shape.fullmatch(text) else "").replace(tzinfo=UTC)
    except ValueError:
        raise bad_date() from None
