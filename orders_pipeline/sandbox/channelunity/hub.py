"""What the hub knows and answers, without HTTP: the world's orders by subscription, rendered once a version."""

from collections.abc import Callable, Sequence
from typing import Any

from orders_pipeline.sandbox.channelunity.account import account
from orders_pipeline.sandbox.channelunity.document import tree_of
from orders_pipeline.sandbox.channelunity.errors import no_such_order, no_such_subscription, unknown_request
from orders_pipeline.sandbox.channelunity.kept import HubOrder, kept
from orders_pipeline.sandbox.channelunity.message import Asked
from orders_pipeline.sandbox.channelunity.partial import act_partially
from orders_pipeline.sandbox.channelunity.query import query_of
from orders_pipeline.sandbox.channelunity.render import order_bytes, page
from orders_pipeline.sandbox.channelunity.spoiled import SPOILED
from orders_pipeline.sandbox.channelunity.status_update import update_status
from orders_pipeline.sandbox.channelunity.subscriptions import BY_LINK
from orders_pipeline.sandbox.clock import WorldClock
from orders_pipeline.sandbox.faults import Faults
from orders_pipeline.sandbox.settings import Settings
from orders_pipeline.sandbox.world import OrderState, World
from orders_pipeline.sandbox.writes import Call, Writes

SORTS: dict[str, tuple[Callable[[HubOrder], Any], bool]] = {  # spec §5.2: the hub does not say; key, descending
    "order_number": (lambda order: order.order_number, False),
    "newest_purchase_first": (lambda order: (order.purchased_at, order.order_number), True),
}


class Row:
    """One version of an order as this hub keeps it, and its bytes once they were asked for."""

    __slots__ = ("_bytes", "order", "state")

    def __init__(self, state: OrderState) -> None:
        self.state, self.order = state, kept(state)
        self._bytes: bytes | None = None

    def rendered(self) -> bytes:
        if self._bytes is None:
            self._bytes = order_bytes(tree_of(self.order, self.state.order.order_id), self.state.order.order_id)
        return self._bytes


class Hub:
    """An order that changes is another version; offsets count in the result as it is at that moment."""

    def __init__(self, world: World, clock: WorldClock, faults: Faults, settings: Settings, writes: Writes) -> None:
        self.writes = writes
        self.world, self.clock, self.faults, self.settings = world, clock, faults, settings
        self._rows: dict[int, Row] = {}
        self._snapshot: Sequence[OrderState] = ()
        self._of_link: dict[int, list[Row]] = {}
        self._calls = {"ValidateUser": lambda asked: account(), "GetOrders": self._orders}
        self._writes = {"OrderStatusUpdate": update_status, "DoPartialAction": act_partially}
        faults.know(SPOILED)

    def answer(self, asked: Asked, call: Call | None = None) -> bytes:
        """`call`: who writes, where this is a write; its answer is OK and nothing else. Raises Refused."""
        if write := self._writes.get(asked.request_type):
            call = call or Call(dialect="channelunity", operation=asked.request_type)
            with self.writes.lock:
                write(self.writes, call, self._order_of(asked), asked)
            return page(())
        read = self._calls.get(asked.request_type)
        if read is None:
            raise unknown_request()
        return read(asked)

    def _order_of(self, asked: Asked) -> OrderState:
        """By the subscription and the marketplace's number. Raises Refused."""
        link = asked.payload.get("SubscriptionID") or ""
        if not (link.isascii() and link.isdigit() and int(link) in BY_LINK):
            raise no_such_subscription()
        number = asked.payload.get("OrderID")
        rows = self._by_link().get(int(link), ())
        found = next((row for row in rows if row.order.remote_order_id == number), None)
        if found is None:
            raise no_such_order()
        return found.state

    def _orders(self, asked: Asked) -> bytes:
        query = query_of(asked.payload)
        if query.settings_link_id not in BY_LINK:
            raise no_such_subscription()
        only_after = self.settings.channelunity_only_after
        found = [
            row
            for row in self._by_link().get(query.settings_link_id, ())
            if query.fits(row.order, only_after=only_after)
        ]
        shown = found[query.offset : query.offset + query.count]
        return page(body for row in shown for body in self._shown(row))

    def _by_link(self) -> dict[int, list[Row]]:
        """Every order of a channel in the hub's order; made anew when the world has moved."""
        snapshot = self.world.at(self.clock.now)
        if snapshot is not self._snapshot:
            rows = [row for state in snapshot if (row := self._row(state)).order is not None]
            key, descending = SORTS[self.settings.channelunity_sort]
            rows.sort(key=lambda row: key(row.order), reverse=descending)
            self._of_link = {}
            for row in rows:
                self._of_link.setdefault(row.order.subscription.settings_link_id, []).append(row)
            self._snapshot = snapshot
        return self._of_link

    def _row(self, state: OrderState) -> Row:
        row = self._rows.get(state.order.order_id)
        if row is None or row.state is not state:
            row = self._rows[state.order.order_id] = Row(state)
        return row

    def _shown(self, row: Row) -> list[bytes]:
        order_id = row.state.order.order_id
        ways = [SPOILED[name] for name in self.faults.spoiled.get(order_id, ()) if name in SPOILED]
        if not ways:
            return [row.rendered()]
        trees = [tree_of(row.order, order_id)]
        for way in ways:
            trees = [spoiled for tree in trees for spoiled in way(tree)]
        return [order_bytes(tree, order_id) for tree in trees]
