"""A small world for all, a sandbox that serves it, and a caller that behaves. Nothing leaves this machine."""

from decimal import Decimal

import msgspec
import pytest
import requests

from orders_pipeline.sandbox.server import Running, running
from orders_pipeline.sandbox.world import World

DECODER = msgspec.json.Decoder(float_hook=Decimal)


class Caller:
    """A client of the REST dialect with a live token."""

    def __init__(
        self, hub: Running, refresh_token: str | None = None, application: tuple[str, str] | None = None
    ) -> None:
        self.hub, self.session = hub, requests.Session()
        self.session.trust_env = False
        self.refresh_token = refresh_token or hub.refresh_token
        self.application = application or (hub.application_id, hub.shared_secret)
        self.token = self.fresh_token()

    def fresh_token(self) -> str:
        form = {"grant_type": "refresh_token", "refresh_token": self.refresh_token}
        answer = self.session.post(f"{self.hub.url}/oauth2/token", data=form, auth=self.application, timeout=5)
        self.token = answer.json()["access_token"]
        self.session.headers["Authorization"] = f"Bearer {self.token}"
        return self.token

    def ask(self, path: str, method: str = "GET", **options) -> requests.Response:
        url = path if path.startswith("http") else f"{self.hub.url}/v1/{path}"
        return self.session.request(method, url, timeout=5, **options)

    def get(self, path: str) -> dict:
        answer = self.ask(path)
        assert answer.status_code == 200, answer.text
        return DECODER.decode(answer.content)

    def ids(self, path: str) -> list[int]:
        return [order["ID"] for order in self.get(path)["value"]]

    def all_pages(self, path: str) -> list[dict]:
        pages, link = [], path
        while link:
            pages.append(self.get(link))
            link = pages[-1].get("@odata.nextLink")
        return pages


@pytest.fixture(scope="session")
def world_of_300() -> World:
    return World(seed=7, orders=300)


@pytest.fixture(scope="module")
def hub(world_of_300):
    """A sandbox that nobody changes."""
    with running(world_of_300) as hub:
        yield hub


@pytest.fixture(scope="module")
def caller(hub) -> Caller:
    return Caller(hub)


@pytest.fixture
def serving():
    """Starts sandboxes of their own: `hub, caller = serving(world, page_size=3)`; they stop with the test."""
    import contextlib

    with contextlib.ExitStack() as stack:

        def start(world: World, **options) -> tuple[Running, Caller]:
            hub = stack.enter_context(running(world, **options))
            return hub, Caller(hub)

        yield start
