"""A sandbox that serves the small world, and a caller of ChannelUnity's dialect. Nothing leaves this machine."""

import contextlib
from urllib.parse import quote_plus

import pytest
import requests
from lxml import etree

from orders_pipeline.sandbox.channelunity.message import authorization
from orders_pipeline.sandbox.channelunity.subscriptions import OF_MARKET
from orders_pipeline.sandbox.server import Running, running
from orders_pipeline.sandbox.world import World

AMAZON_US = OF_MARKET["amazon_us"].settings_link_id
PARSER = etree.XMLParser(resolve_entities=False, no_network=True)


class Caller:
    """A client with the right credentials, which sends the doubly encoded form."""

    def __init__(self, hub: Running) -> None:
        self.hub, self.session = hub, requests.Session()
        self.session.trust_env = False
        self.url = f"{hub.url}/channelunity/event.php"
        known = hub.channelunity
        self.envelope = {
            "MerchantName": known.MERCHANT_NAME,
            "Authorization": authorization(known.USER_NAME, known.PASSWORD),
            "ApiKey": known.API_KEY,
        }

    def message(self, request_type: str, payload: str = "", **envelope: str | None) -> str:
        told = self.envelope | {"RequestType": request_type} | envelope
        fields = "".join(f"<{name}>{text}</{name}>" for name, text in told.items() if text is not None)
        return (
            f'<?xml version="1.0" encoding="utf-8" ?><ChannelUnity>{fields}<Payload>{payload}</Payload></ChannelUnity>'
        )

    def post(self, message: str) -> requests.Response:
        return self.session.post(self.url, data={"message": quote_plus(message)}, timeout=5, allow_redirects=False)

    def ask(self, request_type: str, payload: str = "", **envelope: str | None) -> etree._Element:
        answer = self.post(self.message(request_type, payload, **envelope))
        assert answer.status_code == 200
        return etree.fromstring(answer.content, PARSER)

    def get_orders(self, link: int = AMAZON_US, **filters: object) -> etree._Element:
        return self.ask("GetOrders", payload(link, **filters))

    def orders(self, link: int = AMAZON_US, **filters: object) -> list[etree._Element]:
        root = self.get_orders(link, **filters)
        assert root.findtext("Status") == "OK", root.findtext("Status")
        return root.findall("Order")

    def numbers(self, link: int = AMAZON_US, **filters: object) -> list[str]:
        return [order.findtext("RemoteOrderId").strip() for order in self.orders(link, **filters)]


def payload(link: object = AMAZON_US, **filters: object) -> str:
    told = {"SubscriptionID": link, "Offset": 0, "Count": 1000} | filters
    return "".join(f"<{name}>{value}</{name}>" for name, value in told.items() if value is not None)


@pytest.fixture(scope="module")
def caller(world_of_300) -> Caller:
    """Of a sandbox that nobody changes."""
    with running(world_of_300) as hub:
        yield Caller(hub)


@pytest.fixture
def serving():
    """Starts sandboxes of their own: `caller = serving(world, faults=...)`; they stop with the test."""
    with contextlib.ExitStack() as stack:
        yield lambda world, **options: Caller(stack.enter_context(running(world, **options)))


@pytest.fixture(scope="session")
def few() -> World:
    """Five orders of Amazon US, paid and unshipped."""
    from orders_pipeline.sandbox.world import an_order

    world = World(orders=0)
    for order_id in range(1, 6):
        world.with_order(an_order(order_id))
    return world
