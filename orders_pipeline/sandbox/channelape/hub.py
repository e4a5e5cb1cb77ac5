"""What the hub knows and answers, without HTTP: orders, lists of them, and the places around them."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any, NoReturn

import msgspec

from orders_pipeline.sandbox.channelape import places
from orders_pipeline.sandbox.channelape.access import Holder, Limits
from orders_pipeline.sandbox.channelape.activities import activity_of
from orders_pipeline.sandbox.channelape.errors import Invalid, Refused
from orders_pipeline.sandbox.channelape.ids import BUSINESSES
from orders_pipeline.sandbox.channelape.listing import matching, misled, page_of
from orders_pipeline.sandbox.channelape.query import Query, query_of
from orders_pipeline.sandbox.channelape.reading import Reading
from orders_pipeline.sandbox.channelape.rewriting import rewrite
from orders_pipeline.sandbox.channelape.rows import OrderRows, Row
from orders_pipeline.sandbox.channelape.spoiled import WAYS, shown_spoiled
from orders_pipeline.sandbox.channelape.update import members_of, object_of, read
from orders_pipeline.sandbox.clock import WorldClock
from orders_pipeline.sandbox.faults import Faults
from orders_pipeline.sandbox.settings import Settings
from orders_pipeline.sandbox.world import OrderState, World
from orders_pipeline.sandbox.writes import Call, Writes

encode = msgspec.json.encode


class Hub:
    """A write is an event of the world, and every read after it shows it at once."""

    def __init__(self, world: World, clock: WorldClock, faults: Faults, settings: Settings, writes: Writes) -> None:
        self.world, self.clock, self.faults, self.settings = world, clock, faults, settings
        self.writes = writes
        self.activities: list[places.Thing] = []
        self.limits = Limits(settings)
        self._rows = OrderRows(settings.channelape_numbers, settings.channelape_newest_first)
        self._seen: Sequence[OrderState] | None = None
        self._by_id: dict[str, Row] = {}
        faults.know(WAYS)

    def order(self, holder: Holder, order_id: str) -> bytes:
        """`GET /v1/orders/{id}`: never behind, as lists can be."""
        return self._bodies(self._row(holder, order_id))[0]

    def update(self, holder: Holder, call: Call, order_id: str, body: bytes, *, is_whole: bool) -> bytes:
        """`PUT` and `PATCH /v1/orders/{id}`: the order as it is now. Raises Refused; then nothing has happened."""
        told = object_of(body)
        with self.writes.lock:
            row = self._row(holder, order_id)
            members = members_of(told, row.order, is_whole=is_whole)
            write = self.writes.begin(call, row.state.order.order_id)
            rewrite(write, row.order, members, self.settings)
            write.commit()
            return self.order(holder, order_id)

    def refuse_to_create(self, holder: Holder, body: bytes) -> NoReturn:
        """`POST /v1/orders`: what is wrong with it and what is there already is told; the world makes its orders
        itself, so a new one is refused with 405.
        """
        told, reading = object_of(body), Reading()
        read(told, reading, is_whole=True)
        channel_id = reading.needed(reading.text(told.get("channelId"), "channelId"), "channelId")
        number, problems = reading.text(told.get("channelOrderId"), "channelOrderId"), list(reading.problems)
        if channel_id is not None:
            business = self.channel(holder, channel_id)["businessId"]
            rows = self._look(self.world.at(self.clock.now))
            if any((row.order.business_id, row.order.channel_order_id) == (business, number) for row in rows):
                problems.append((168, ""))
        if number is None:
            problems.append((167, ""))
        raise Invalid(problems) if problems else Refused(405)

    def log_activity(self, holder: Holder, body: bytes) -> places.Thing:
        """`POST /v1/orders/activities`: a note about an order, which changes nothing of it."""
        activity = activity_of(object_of(body), self.clock.now, len(self.activities) + 1)
        if "orderId" in activity:
            self._row(holder, activity["orderId"])
        self.activities.append(activity)
        return activity

    def _row(self, holder: Holder, order_id: str) -> Row:
        self._look(self.world.at(self.clock.now))
        row = self._by_id.get(order_id.lower())
        if row is None or row.order.business_id not in holder.businesses:
            raise Refused(174)
        return row

    def orders(self, holder: Holder, text: str, path: str) -> bytes:
        """`GET /v1/orders`"""
        settings = self.settings
        query = query_of(text, size=settings.channelape_size, largest=settings.channelape_largest_size)
        self._permit(holder, query)
        lag = timedelta(seconds=settings.channelape_list_lag)
        rows = self._look(self.world.at(self.clock.now - lag))
        found = matching(rows, query, settings)
        found = [row for row in found if row.order.business_id in holder.businesses]
        page = page_of(found, query, self._rows, self._by_id, settings)
        page = misled(page, found, query, settings, self.faults, path)
        bodies = b",".join(body for row in page.rows for body in self._bodies(row))
        return b'{"orders":[' + bodies + b'],"pagination":' + encode(page.pagination) + b',"errors":[]}'

    def businesses(self, holder: Holder, user_id: str) -> list[places.Thing]:
        return places.businesses_of(user_id, holder.businesses)

    def business(self, holder: Holder, business_id: str) -> str:
        """The id, if the holder may look into it. Raises Refused: 15 unknown, 17 not a member."""
        known = business_id.lower()
        if known not in BUSINESSES.values():
            raise Refused(15)
        if known not in holder.businesses:
            raise Refused(17)
        return known

    def channels(self, holder: Holder) -> list[places.Thing]:
        return [each for business in holder.businesses for each in places.channels(business, self.world)]

    def channel(self, holder: Holder, channel_id: str) -> dict[str, Any]:
        found = next((each for each in self.channels(holder) if each["id"] == channel_id.lower()), None)
        if found is None:
            raise Refused(70)
        return found

    def _permit(self, holder: Holder, query: Query) -> None:
        if query.business_id is not None:
            self.business(holder, query.business_id)
        if query.channel_id is not None:
            channel = self.channel(holder, query.channel_id)
            if query.business_id not in (None, channel["businessId"]):
                raise Refused(70)

    def _look(self, states: Sequence[OrderState]) -> list[Row]:
        """The orders in the order of lists, and by id."""
        rows = self._rows.in_order(states)
        if self._seen is not states:
            self._seen, self._by_id = states, {row.order.id: row for row in rows}
        return rows

    def _bodies(self, row: Row) -> list[bytes]:
        ways = self.faults.spoiled.get(row.state.order.order_id)
        return shown_spoiled(row.document(), ways) if ways else [row.body()]
