"""A home that was read and published, a hub that is written to by a script, and the journal between them."""

import shutil
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cached_property
from pathlib import Path
from typing import Any

from orders_pipeline.actions.journal import Journal
from orders_pipeline.flows.actions import deciding
from orders_pipeline.flows.actions.applying import apply_approved, look
from orders_pipeline.flows.actions.inbox import take_inbox
from orders_pipeline.flows.actions.planning import plan_all
from orders_pipeline.flows.actions.reconcile import reconcile
from orders_pipeline.flows.actions.worded import Worded, intent_of
from orders_pipeline.sandbox.world import World
from orders_pipeline.settings import Home
from orders_pipeline_tests.actions.scripted import Script, scripted
from orders_pipeline_tests.pipeline import IN_A_HURRY, US, Pipeline, a_pipeline

OF_WHICH_UNITS_ARE_LEFT = """
    SELECT held.order_id, line.item_id, held.currency
    FROM orders AS held JOIN order_items AS line USING (account, order_id)
    WHERE held.account = 'us' AND held.order_status = 'shipped' AND held.payment_status = 'cleared'
        AND held.fulfilled_by = 'seller' AND line.quantity >= 2
        AND held.marketplace IN ('ebay', 'shopify', 'direct', 'amazon')
        AND NOT EXISTS (SELECT 1 FROM refunds WHERE refunds.order_id = held.order_id)
    ORDER BY held.order_id, line.item_id
"""


@dataclass
class Acting:
    """`ask` plans, `approve` agrees, `apply` sends by the script, `look` looks; `now` is moved by hand."""

    pipeline: Pipeline
    script: Script
    now: datetime = field(default_factory=lambda: datetime.now(UTC))

    @property
    def home(self) -> Home:
        return self.pipeline.home

    @cached_property
    def journal(self) -> Journal:
        return Journal(self.home.journal)

    @cached_property
    def lines(self) -> list[dict[str, str]]:
        """Lines of shipped orders, one an order, of which nothing was returned."""
        rows = self.pipeline.query(OF_WHICH_UNITS_ARE_LEFT)
        return list({row["order_id"]: row for row in reversed(rows)}.values())[::-1]

    def options(self) -> dict[str, Any]:
        return {"environ": self.pipeline.environ, "now": lambda: self.now, "patience": IN_A_HURRY}

    def ask(self, key: str = "rma-1", place: int = 0, **words: Any) -> Any:
        line = self.lines[place]
        asked = {
            "kind": "refund",
            "account": "us",
            "order_id": line["order_id"],
            "key": key,
            "lines": [f"{line['item_id']}=1"],
            "reason": "customer_returned_item",
        } | words
        intents = [intent_of(Worded(**asked))]
        (planned,) = plan_all(self.home, self.pipeline.settings, self.journal, intents, who="kim", **self.options())
        return planned

    def approve(self, key: str = "rma-1") -> Any:
        entry = deciding.entry_of(self.journal, key, "us")
        return deciding.approve(self.journal, entry, plan_hash=None, who="kim", why="return received", at=self.now)

    def apply(self, **options: Any) -> Any:
        return apply_approved(self.home, self.pipeline.settings, self.journal, **options, **self.options())

    def look(self, **options: Any) -> Any:
        return look(self.home, self.pipeline.settings, self.journal, **options, **self.options())

    def reconcile(self, **options: Any) -> Any:
        return reconcile(self.home, self.pipeline.settings, self.journal, **options, **self.options())

    def take(self, **options: Any) -> Any:
        return take_inbox(self.home, self.pipeline.settings, self.journal, **options, **self.options())

    def state(self, key: str = "rma-1", number: int = 0) -> str:
        return str(self.journal.entry("us", key).steps[number].state)

    def wait(self, **length: float) -> None:
        self.now += timedelta(**length)


@contextmanager
def a_published_home(folder: Path, orders: int = 60, keys: str = 'write_back = "on"'):
    """Made once a module: everything read, loaded and published, the hub running."""
    with a_pipeline(folder, World(orders=orders), profiles=US, keys=keys) as pipeline:
        pipeline.run()
        yield pipeline


@contextmanager
def acting_on(made: Pipeline, folder: Path):
    """A copy of it for one test, with a script for what is sent."""
    shutil.copytree(made.home.root, folder, symlinks=True, dirs_exist_ok=True)
    copy = Pipeline.__new__(Pipeline)
    copy.home, copy.hub, copy.profiles, copy.keys = Home.at(folder), made.hub, made.profiles, made.keys
    with scripted() as script:
        yield Acting(copy, script)
