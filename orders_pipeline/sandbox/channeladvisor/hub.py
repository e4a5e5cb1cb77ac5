"""What the hub knows and answers, without HTTP: orders of the world as rows, pages, single entities, export marks."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from orders_pipeline.sandbox.channeladvisor.entities import ENTITIES, ORDER
from orders_pipeline.sandbox.channeladvisor.errors import no_such_thing
from orders_pipeline.sandbox.channeladvisor.exports import Exports
from orders_pipeline.sandbox.channeladvisor.limits import Limits
from orders_pipeline.sandbox.channeladvisor.listing import matching, page_of
from orders_pipeline.sandbox.channeladvisor.oauth import Access, Tokens
from orders_pipeline.sandbox.channeladvisor.options import Options, options_of
from orders_pipeline.sandbox.channeladvisor.render import Links, as_bytes, as_json, encode, entity, page
from orders_pipeline.sandbox.channeladvisor.rows import OrderRows, Row
from orders_pipeline.sandbox.clock import WorldClock
from orders_pipeline.sandbox.faults import SPOILED, Faults
from orders_pipeline.sandbox.settings import Settings
from orders_pipeline.sandbox.world import OrderState, World
from orders_pipeline.sandbox.writes import Writes

# Entities that can be addressed besides orders: set -> the collection of the order that holds them, and their ids there
PARTS: dict[str, tuple[str, Any]] = {
    "OrderItems": ("Items", lambda state: [line.line_id for line in state.order.lines]),
    "Fulfillments": ("Fulfillments", lambda state: [parcel.parcel_id for parcel in state.parcels]),
    "FulfillmentItems": ("", lambda state: [item.item_id for parcel in state.parcels for item in parcel.items]),
}


class Hub:
    def __init__(
        self,
        world: World,
        clock: WorldClock,
        faults: Faults,
        settings: Settings,
        writes: Writes,
        folder: Path | None = None,
    ) -> None:
        self.writes = writes
        self.world, self.clock, self.faults, self.settings = world, clock, faults, settings
        self.tokens = Tokens(settings.token_seconds)
        self.limits = Limits(settings.concurrent, settings.per_minute)
        self.exports = Exports(folder)
        self._rows = OrderRows()

    def orders(self, access: Access, query: str, links: Links) -> bytes:
        """`GET Orders`"""
        options = options_of(query, ORDER)
        found = self._matching(access, options)
        shown, next_link = page_of(found, options, self.settings.page_size, links, "Orders", self.faults)
        made = [body for row in shown for body in self._shown(row, options, links)]
        return page(
            f"{links.root}/$metadata#Orders",
            made,
            count=len(found) if options.with_count else None,
            next_link=next_link,
        )

    def count(self, access: Access, query: str) -> bytes:
        """`GET Orders/$count`: paging options have no say."""
        return b"%d" % len(self._matching(access, options_of(query, ORDER)))

    def one(self, access: Access, set_name: str, key: int, query: str, links: Links) -> bytes:
        """`GET Orders(id)` and the like: expanded collections are whole; the export mark has no say."""
        row = self._row(access, set_name, key)
        options = options_of(query, row.entity)
        body = as_bytes(row, options.shape, links, None)
        if set_name == "Orders" and key in self.faults.spoiled:
            body = self._spoiled(row, options, links, None)[0]
        return entity(f"{links.root}/$metadata#{row.entity.name}/$entity", body)

    def collection(self, access: Access, set_name: str, key: int, name: str, query: str, links: Links) -> bytes | None:
        """`GET Orders(id)/Items` and the like, in pages of the size that expanded collections are cut at."""
        row = self._row(access, set_name, key)
        collection = next((each for each in row.entity.collections if each.name == name), None)
        if collection is None:
            return None
        path, children = f"{set_name}({key})/{name}", row.children(collection)
        options = options_of(query, ENTITIES[collection.entity])
        cap, found = self.settings.collection_cap, matching(children, options)
        shown, next_link = page_of(found, options, cap, links, path, self.faults)
        made = [as_bytes(child, options.shape, links, cap) for child in shown]
        count = len(found) if options.with_count else None
        return page(f"{links.root}/$metadata#{path}", made, count=count, next_link=next_link)

    def state_of(self, access: Access, set_name: str, key: int) -> OrderState:
        """The order that is addressed, or that has the line, fulfillment or item. Raises Refused with 404."""
        if set_name != "Orders":
            ids = PARTS[set_name][1]
            found = next((state for state in self._visible(access) if key in ids(state)), None)
        else:
            found = self.world.order(key, self.clock.now)
        if found is None or found.order.profile_id not in access.grant.profiles:
            raise no_such_thing()
        return found

    def _visible(self, access: Access) -> Sequence[OrderState]:
        profiles = access.grant.profiles
        return [state for state in self.world.at(self.clock.now) if state.order.profile_id in profiles]

    def _matching(self, access: Access, options: Options) -> list[Row]:
        states = self._visible(access)
        if options.exported is not None:
            is_marked, wanted = self.exports.is_marked, options.exported
            states = [s for s in states if is_marked(access.application, s.order.order_id) is wanted]
        found = matching([self._rows.of(state) for state in states], options)
        return found if self.settings.sorts else found[::-1]

    def _row(self, access: Access, set_name: str, key: int) -> Row:
        row = self._rows.of(self.state_of(access, set_name, key))
        if set_name == "Orders":
            return row
        children = row.children(ORDER.collection_named[PARTS[set_name][0].lower()])
        return next(child for child in children if child.value("id") == key)

    def _shown(self, row: Row, options: Options, links: Links) -> list[bytes]:
        cap = self.settings.collection_cap
        if row.state.order.order_id in self.faults.spoiled:
            return self._spoiled(row, options, links, cap)
        return [as_bytes(row, options.shape, links, cap)]

    def _spoiled(self, row: Row, options: Options, links: Links, cap: int | None) -> list[bytes]:
        documents = [as_json(row, options.shape, links, cap)]
        for name in self.faults.spoiled[row.state.order.order_id]:
            if name in SPOILED:  # the others are another dialect's
                documents = [spoiled for document in documents for spoiled in SPOILED[name](document)]
        return [encode(document) for document in documents]
