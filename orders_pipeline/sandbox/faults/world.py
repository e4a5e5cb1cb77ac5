"""Faults that happen in the world: orders edited while a reader pages, rows that commit late. Knows no dialect."""

from datetime import timedelta

from orders_pipeline.sandbox.clock import WorldClock
from orders_pipeline.sandbox.faults.plan import Faults
from orders_pipeline.sandbox.world import World


class WorldFaults:
    """Acts on the world before a request is answered."""

    def __init__(self, faults: Faults, world: World, clock: WorldClock) -> None:
        self.faults, self.world, self.clock = faults, world, clock
        self._requests = 0

    def before(self, path: str) -> None:
        drift = self.faults.armed.get("page_drift")
        if drift is None or not drift.is_at(path):
            return
        self._requests += 1
        if self._requests % int(drift.options["every"]):
            return
        strike = self.faults.strike("page_drift", path)
        if strike is None:
            return
        now = self.clock.advance(timedelta(seconds=strike.options["seconds"]))
        orders = self.world.at(now)
        if strike.options["edit"] and orders:
            self.world.edit(strike.random.choice(orders).order.order_id, now, "edited while a reader pages")

    def delay_commits(self) -> list[int]:
        """Makes a seeded share of what happens from a little before now on visible only later. Gives the order ids."""
        late = self.faults.armed.get("late_commit")
        if late is None:
            return []
        since = self.clock.now - timedelta(seconds=late.options["before"])
        by, delayed = timedelta(seconds=late.options["seconds"]), []
        for order_id, place, _ in sorted(self.world.changes_between(since, self.world.end + timedelta(days=30))):
            if self.faults.strike("late_commit"):
                self.world.late_commit(order_id, by=by, event=place)
                delayed.append(order_id)
        return delayed
