"""What an entity is: its typed properties and its collections, each with the way to its value in the world.

Types: I integer, S text, D decimal, T date, B boolean, Y byte, E enum (its name after the colon).
A getter takes the state of the order and the thing that the entity shows.
"""

from collections.abc import Callable, Sequence
from typing import Any

from msgspec import Struct

from orders_pipeline.sandbox.world.order import OrderState

Getter = Callable[[OrderState, Any], Any]


class Property(Struct, frozen=True):
    name: str
    type: str
    get: Getter
    enum: str | None = None
    is_filterable: bool = True


class Collection(Struct, frozen=True):
    name: str
    entity: str
    things: Callable[[OrderState, Any], Sequence[Any]]


class Entity:
    """An entity set: its properties and collections, also by lower-case name, as query options write them."""

    def __init__(self, name: str, key: str | None, properties: list[tuple], collections: list[Collection]) -> None:
        self.name, self.key = name, key
        self.properties = [_property(*row) for row in properties]
        self.collections = collections
        self.property_named = {each.name.lower(): each for each in self.properties}
        self.collection_named = {each.name.lower(): each for each in self.collections}


def _property(name: str, type_: str, get: Getter, *flags: str) -> Property:
    kind, _, enum = type_.partition(":")
    return Property(name, kind, get, enum or None, "unfilterable" not in flags)


def nothing(state: OrderState, thing: Any) -> None:
    return None


def word(table: dict[str, str], get: Getter) -> Getter:
    def say(state: OrderState, thing: Any) -> str | None:
        ours = get(state, thing)
        return None if ours is None else table.get(ours, ours)

    return say
