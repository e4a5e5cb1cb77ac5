"""Orders that come while the sandbox runs, kept in `orders.jsonl` of its folder, so that a restart finds them."""

import os
from datetime import datetime
from pathlib import Path

import msgspec
from msgspec import Struct

from orders_pipeline.sandbox.world import World
from orders_pipeline.sandbox.world.bought import Bought, life_of

FILE = "orders.jsonl"


class Purchase(Struct, frozen=True):
    """A line of the file."""

    at: datetime
    order: Bought


class Purchases:
    def __init__(self, world: World, folder: Path | None = None) -> None:
        self._world, self._path = world, folder / FILE if folder else None

    def buy(self, orders: list[Bought], at: datetime) -> list[int]:
        """Those that are not there yet, on disk before anybody sees them; gives their ids. Raises ValueError."""
        new = [order for order in orders if order.order_id not in self._world.lives]
        lives = [life_of(order, at) for order in new]
        if self._path and new:
            with self._path.open("ab") as file:
                file.write(b"".join(msgspec.json.encode(Purchase(at, order)) + b"\n" for order in new))
                file.flush()
                os.fsync(file.fileno())
        for life in lives:
            self._world.with_order(life)
        return [order.order_id for order in new]

    def newest_at(self, orders: list[Bought]) -> datetime:
        """When the last of these was bought."""
        return max(self._world.lives[order.order_id].events[0].at for order in orders)

    def recall(self) -> None:
        """What was bought before the start. A torn last line was told to nobody."""
        if not self._path or not self._path.exists():
            return
        lines = self._path.read_bytes().splitlines(keepends=True)
        if lines and not lines[-1].endswith(b"\n"):
            self._path.write_bytes(b"".join(lines[:-1]))
            del lines[-1]
        for line in lines:
            purchase = msgspec.json.decode(line, type=Purchase)
            self._world.with_order(life_of(purchase.order, purchase.at))
