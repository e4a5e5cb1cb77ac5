"""One entity at one version of its order: typed values for filters, JSON values for answers, both made once."""

from collections.abc import Callable
from typing import Any

from orders_pipeline.sandbox.channeladvisor.entities import ENTITIES, ORDER
from orders_pipeline.sandbox.channeladvisor.schema import Collection, Entity, Property
from orders_pipeline.sandbox.channeladvisor.values import date_text, number, ticks
from orders_pipeline.sandbox.world.order import OrderState

TYPED: dict[str, Callable[[Any], Any]] = {"T": ticks}  # every other type compares as the world holds it
WRITTEN: dict[str, Callable[[Any, int], Any]] = {"T": lambda value, style: date_text(value), "D": number}


class Row:
    __slots__ = ("_children", "_json", "_typed", "entity", "rendered", "state", "thing")

    def __init__(self, entity: Entity, state: OrderState, thing: Any) -> None:
        self.entity, self.state, self.thing = entity, state, thing
        self._typed: dict[str, Any] = {}
        self._json: dict[str, Any] | None = None
        self._children: dict[str, list[Row]] = {}
        self.rendered: dict[Any, bytes] = {}  # whole answers of this version, by how they were asked for

    def value(self, name: str) -> Any:
        """The value to compare with, by lower-case name."""
        try:
            return self._typed[name]
        except KeyError:
            each: Property = self.entity.property_named[name]
            value = each.get(self.state, self.thing)
            if value is not None and each.type in TYPED:
                value = TYPED[each.type](value)
            self._typed[name] = value
            return value

    def json(self) -> dict[str, Any]:
        """Every property by its name, in the order of the schema. Not to be changed."""
        if self._json is None:
            style, made = self.state.order.order_id, {}
            for each in self.entity.properties:
                value = each.get(self.state, self.thing)
                if value is not None and each.type in WRITTEN:
                    value = WRITTEN[each.type](value, style)
                made[each.name] = value
            self._json = made
        return self._json

    def children(self, collection: Collection) -> "list[Row]":
        if collection.name not in self._children:
            entity = ENTITIES[collection.entity]
            self._children[collection.name] = [
                Row(entity, self.state, thing) for thing in collection.things(self.state, self.thing)
            ]
        return self._children[collection.name]


class OrderRows:
    """The row of each order, kept while its version stays the same."""

    def __init__(self) -> None:
        self._rows: dict[int, Row] = {}

    def of(self, state: OrderState) -> Row:
        row = self._rows.get(state.order.order_id)
        if row is None or row.state is not state:
            row = self._rows[state.order.order_id] = Row(ORDER, state, state.order)
        return row
