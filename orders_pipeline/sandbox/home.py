"""The folder of a sandbox: `world.json`, `orders.jsonl`, `clock.json`; a second start continues the same world."""

import json
from datetime import datetime
from pathlib import Path

from orders_pipeline.sandbox.clock import WorldClock, write_whole
from orders_pipeline.sandbox.purchases import Purchases
from orders_pipeline.sandbox.world import END, START, World


def open_home(
    folder: Path, *, seed: int = 7, orders: int = 2600, start: datetime = START, end: datetime = END
) -> tuple[World, WorldClock]:
    """The world and the clock of a folder. What `world.json` says wins over the arguments; they make a new world."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "world.json"
    if not path.exists():
        write_whole(path, {"seed": seed, "orders": orders, "start": start.isoformat(), "end": end.isoformat()})
    told = json.loads(path.read_text())
    world = World(told["seed"], told["orders"], *(datetime.fromisoformat(told[name]) for name in ("start", "end")))
    Purchases(world, folder).recall()
    return world, WorldClock(folder)
