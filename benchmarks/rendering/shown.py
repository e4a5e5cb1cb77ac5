"""What a rendering gives of an order, and the world that all of them render."""

from collections.abc import Callable, Iterator
from datetime import datetime
from fractions import Fraction

from msgspec import Struct

from orders_pipeline.sandbox.world import END, NOW, START, OrderState, World

SEED = 7
LONG = 20  # entries: longer collections are cut by lists of ChannelAdvisor, channeladvisor-rest.md §6.2


class Shown(Struct, frozen=True):
    """`times`: the instants by which windows find it, in microseconds since 1970. `texts`: empty where it has none."""

    key: int | str
    times: tuple[int, ...]
    texts: tuple[bytes, ...]
    is_long: bool


def states(orders: int, share: Fraction, is_wanted: Callable[[OrderState], bool]) -> Iterator[OrderState]:
    """The orders as they are at the world's end: a seventh more than `orders` where a `share` of all is wanted."""
    world = World(SEED, int(orders * Fraction(8, 7) / share) + 100, START, END)
    return (state for state in world.at(NOW) if is_wanted(state))


def is_long(state: OrderState) -> bool:
    order = state.order
    return (
        max(len(order.lines), len(state.parcels), len(state.adjustments), len(order.custom_fields)) > LONG
        or any(len(parcel.items) > LONG for parcel in state.parcels)
        or any(max(len(line.promotions), len(line.components)) > LONG for line in order.lines)
    )


def micros(instant: datetime) -> int:
    return int(instant.timestamp()) * 1_000_000 + instant.microsecond
