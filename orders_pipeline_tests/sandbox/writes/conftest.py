"""Orders to be written to, and what a hub shows of them afterwards."""

from datetime import timedelta
from decimal import Decimal

import pytest

from orders_pipeline.sandbox.server import Running
from orders_pipeline.sandbox.world import Life, World, a_line, an_order
from orders_pipeline_tests.sandbox.conftest import Caller

KNIVES = a_line("KNIFE-8", 3, "14.95", tax="3.59", shipping="9.95", shipping_tax="0.15")  # seed 004
ALL = "$expand=Items($expand=Adjustments),Fulfillments($expand=Items),Adjustments"


def the_seeds_order(order_id: int = 1, **fields) -> Life:
    return an_order(order_id, **{"lines": (KNIVES,), "market": "ebay_us"} | fields)


class Desk:
    """One order at a REST hub: writes to it, and looks at it."""

    def __init__(self, hub: Running, caller: Caller, order_id: int = 1) -> None:
        self.hub, self.caller, self.order_id = hub, caller, order_id
        self.ledger = hub.ledger
        self.lines = [line.line_id for line in hub.world.lives[order_id].order.lines]

    def write(self, path: str, body: dict | None = None, method: str = "POST", **options):
        return self.caller.ask(path, method, **({} if body is None else {"json": body}), **options)

    def ship(self, **value):
        return self.write(f"Orders({self.order_id})/Ship", {"Value": value})

    def adjust(self, line: int | None = None, **body):
        place = f"Orders({self.order_id})" if line is None else f"OrderItems({self.lines[line]})"
        return self.write(f"{place}/Adjust", body)

    def order(self) -> dict:
        return self.caller.get(f"Orders({self.order_id})?{ALL}")

    def adjustments(self, line: int | None = 0) -> list[dict]:
        order = self.order()
        return order["Adjustments"] if line is None else order["Items"][line]["Adjustments"]

    def parcels(self) -> list[dict]:
        return self.order()["Fulfillments"]

    def pass_minutes(self, minutes: float) -> None:
        self.hub.clock.advance(timedelta(minutes=minutes))


def money(adjustment: dict) -> tuple[str, ...]:
    names = ("ItemAdjustment", "TaxAdjustment", "ShippingAdjustment", "ShippingTaxAdjustment")
    return tuple(f"{Decimal(adjustment[name] or 0):.2f}" for name in names)


@pytest.fixture
def desk(serving):
    """`desk(life, life, ..., **settings)`: a hub with these orders; the first is looked at."""

    def start(*lives: Life, **options) -> Desk:
        world = World(orders=0)
        for life in lives or (the_seeds_order(),):
            world.with_order(life)
        hub, caller = serving(world, **options)
        return Desk(hub, caller, next(iter(world.lives)))

    return start
