"""A merchant at a small ChannelUnity, which filters orders by what it is asked for, and a home that reads it."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from orders_pipeline.flows.load import load_pending
from orders_pipeline.flows.publish import publish_snapshot
from orders_pipeline.flows.read import read
from orders_pipeline.flows.subscriptions import expanded, relisted
from orders_pipeline.settings import Home, Settings, load_settings
from orders_pipeline.warehouse.query import reading
from orders_pipeline_tests.channels.channelunity.hub import NOW, Hub, order, page, refused, validated
from orders_pipeline_tests.pipeline import IN_A_HURRY, rows_of

ENVIRON = {"CU_USER": "demo_user", "CU_PASSWORD": "Passw0rd1"}
ACCOUNT = """
[accounts.cu]
channel = "channelunity"
base_url = "{url}"
start_on = 2026-08-01
merchant_name = "acme"
page_orders = {page_orders}
limits = {{ concurrent = 2, per_minute = 100000 }}
secrets = {{ username = "CU_USER", password = "CU_PASSWORD" }}
"""


@dataclass
class Merchant:
    """`orders`: by subscription and number, what makes it and when it changed last. The clock is the test's."""

    home: Home
    hub: Hub
    page_orders: int = 3
    now: datetime = NOW
    listed: list[str] = field(default_factory=lambda: ["12", "13"])
    orders: dict[tuple[str, str], tuple[str, str, datetime]] = field(default_factory=dict)  # text, bought, changed

    def __post_init__(self) -> None:
        self.home.make()
        self.hub.validate, self.hub.orders = self._validate, self._page
        self.home.accounts_file.write_text(ACCOUNT.format(url=self.hub.url, page_orders=self.page_orders))

    def put(
        self, subscription: str, number: int, changed: datetime, bought: datetime | None = None, **parts: str
    ) -> None:
        at = (bought or changed).isoformat()
        self.orders[subscription, f"{number:06}"] = (order(number, bought=at, **parts), at, changed)

    def _validate(self) -> bytes:
        self.hub.date = self.now
        return validated(*self.listed)

    def _page(self, asked: dict[str, str]) -> bytes:
        """§5.1: days at both ends included, changes from an instant on; in the order of numbers."""
        if asked["SubscriptionID"] not in self.listed:
            return refused("Error - subscription not found")
        since = asked.get("UpdateDateFrom", "2000-01-01 00:00:00")
        first, last = asked.get("DateFrom", "2000-01-01"), asked.get("DateTo", "2100-01-01")
        found = [
            text
            for (subscription, _), (text, bought, changed) in sorted(self.orders.items())
            if subscription == asked["SubscriptionID"]
            and f"{changed:%Y-%m-%d %H:%M:%S}" >= since
            and first <= bought[:10] <= last
        ]
        start = int(asked["Offset"])
        return page(*found[start : start + int(asked["Count"])])

    @property
    def settings(self) -> Settings:
        return load_settings(self.home.accounts_file)

    @property
    def clock(self) -> dict[str, Any]:
        return {"environ": ENVIRON, "now": lambda: self.now, "patience": IN_A_HURRY}

    def account(self, name: str) -> Any:
        return expanded(self.home, self.settings).account(name)

    def relist(self) -> tuple[list[str], list[str]]:
        """The subscriptions that are read now, and what was told."""
        told: list[str] = []
        accounts = relisted(self.home, self.settings.accounts[0], line=told.append, **self.clock)
        return [account.name for account in accounts], told

    def read(self) -> list[Any]:
        accounts = relisted(self.home, self.settings.accounts[0], **self.clock)
        return [read(self.home, account, **self.clock) for account in accounts]

    def run(self) -> list[Any]:
        reports = self.read()
        load_pending(self.home, self.settings, now=lambda: self.now)
        publish_snapshot(self.home, now=lambda: self.now)
        return reports

    def query(self, sql: str) -> list[dict[str, Any]]:
        with reading(self.home.published / "orders.duckdb") as connection:
            return rows_of(connection, sql)


def at(**before: float) -> datetime:
    return NOW.astimezone(UTC) - timedelta(**before)
