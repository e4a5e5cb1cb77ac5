"""A ChannelApe hub on loopback and a caller that behaves."""

import contextlib
from decimal import Decimal
from typing import Any

import msgspec
import pytest
import requests

from orders_pipeline.model.records import OrderDocument
from orders_pipeline.sandbox.channelape.held import HeldOrder
from orders_pipeline.sandbox.channelape.holding import held
from orders_pipeline.sandbox.channelape.ids import BUSINESSES
from orders_pipeline.sandbox.channelape.truth import document_of
from orders_pipeline.sandbox.server import Running, running
from orders_pipeline.sandbox.world import NOW, US_PROFILE, WORLD_PROFILE, World

DECODER = msgspec.json.Decoder(float_hook=Decimal)
US, ELSEWHERE = BUSINESSES[US_PROFILE], BUSINESSES[WORLD_PROFILE]
IN_A_HURRY = {"channelape_per_second": 100_000}


class Caller:
    """A client of the dialect with a token of every business."""

    def __init__(self, hub: Running) -> None:
        self.hub, self.session = hub, requests.Session()
        self.session.trust_env = False
        self.session.headers["X-Channel-Ape-Authorization-Token"] = hub.channelape_token

    def ask(self, path: str, method: str = "GET", headers: dict | None = None, **options: Any) -> requests.Response:
        url = f"{self.hub.url}/channelape/v1/{path}"
        return self.session.request(method, url, timeout=5, allow_redirects=False, headers=headers, params=options)

    def get(self, path: str, **options: Any) -> dict[str, Any]:
        answer = self.ask(path, **options)
        assert answer.status_code == 200, answer.text
        return DECODER.decode(answer.content)

    def page(self, **options: Any) -> dict[str, Any]:
        return self.get("orders", **{"businessId": US} | options)

    def ids(self, **options: Any) -> list[str]:
        return [order["id"] for order in self.page(**options)["orders"]]

    def all_pages(self, **options: Any) -> list[dict[str, Any]]:
        pages = [self.page(**options)]
        while not pages[-1]["pagination"]["lastPage"]:
            pages.append(self.page(**options, lastKey=pages[-1]["pagination"]["lastKey"]))
        return pages

    def every(self, **options: Any) -> list[dict[str, Any]]:
        return [order for page in self.all_pages(**options) for order in page["orders"]]

    def rest(self, page: dict[str, Any], **options: Any) -> list[dict[str, Any]]:
        """What comes after this page."""
        found = []
        while not page["pagination"]["lastPage"]:
            page = self.page(**options, lastKey=page["pagination"]["lastKey"])
            found += page["orders"]
        return found


@pytest.fixture(scope="package")
def world_of_900() -> World:
    """Large enough for every habit of this hub."""
    return World(seed=7, orders=900)


@pytest.fixture(scope="package")
def every(world_of_900: World) -> list[tuple[HeldOrder, OrderDocument]]:
    """What the hub holds of each order, and what a pipeline must hold of it."""
    return [(held(state), document_of(state, "cape")) for state in world_of_900.at(NOW)]


@pytest.fixture(scope="module")
def hub(world_of_300: World):
    """A sandbox that nobody changes."""
    with running(world_of_300, **IN_A_HURRY) as hub:
        yield hub


@pytest.fixture(scope="module")
def caller(hub: Running) -> Caller:
    return Caller(hub)


@pytest.fixture
def serving():
    """Starts sandboxes of their own: `hub, caller = serving(world, channelape_size=3)`; they stop with the test."""
    with contextlib.ExitStack() as stack:

        def start(world: World, **options: Any) -> tuple[Running, Caller]:
            hub = stack.enter_context(running(world, **IN_A_HURRY | options))
            return hub, Caller(hub)

        yield start
