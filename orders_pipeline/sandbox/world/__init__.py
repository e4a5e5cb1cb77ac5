"""A neutral, seeded world of orders that live in time. The dialects render it; none of its words is a hub's.

`World(seed, orders).at(instant)` is the whole of it; `an_order(...)` and `a_line(...)` script single orders.
"""

from orders_pipeline.sandbox.world.builder import a_line, an_order
from orders_pipeline.sandbox.world.catalogue import END, NOW, PROFILES, START, US_PROFILE, WORLD_PROFILE
from orders_pipeline.sandbox.world.events import (
    AddressEdited,
    AdjustmentMoved,
    CheckoutMoved,
    Event,
    Life,
    ParcelsMoved,
    PaymentMoved,
    TagsChanged,
    TextEdited,
)
from orders_pipeline.sandbox.world.order import Order, OrderState
from orders_pipeline.sandbox.world.world import World

__all__ = [
    "END",
    "NOW",
    "PROFILES",
    "START",
    "US_PROFILE",
    "WORLD_PROFILE",
    "AddressEdited",
    "AdjustmentMoved",
    "CheckoutMoved",
    "Event",
    "Life",
    "Order",
    "OrderState",
    "ParcelsMoved",
    "PaymentMoved",
    "TagsChanged",
    "TextEdited",
    "World",
    "a_line",
    "an_order",
]
