"""The four dialects for tests: an account of each in accounts.toml, its secrets, and the truth of its scope."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from orders_pipeline.model.records import OrderDocument
from orders_pipeline.sandbox.channeladvisor import truth as rest
from orders_pipeline.sandbox.channeladvisor_soap import truth as soap
from orders_pipeline.sandbox.channelape import truth as channelape
from orders_pipeline.sandbox.channelape.ids import BUSINESSES, order_uuid
from orders_pipeline.sandbox.channelunity import truth as channelunity
from orders_pipeline.sandbox.channelunity.subscriptions import marketplace_number
from orders_pipeline.sandbox.server import Running
from orders_pipeline.sandbox.world import US_PROFILE, World
from orders_pipeline.sandbox.world.order import Order
from orders_pipeline_tests.sandbox.channelape.by_content import by_content

Row = dict[str, Any]
Tables = dict[str, list[Row]]


@dataclass(frozen=True)
class Spoken:
    """`keys`: lines of accounts.toml that say whose orders are read. `secrets`: variable -> its value at a hub."""

    channel: str
    scopes: tuple[Any, ...]
    keys: Callable[[Any, Running], str]
    secrets: Callable[[Running], dict[str, str]]
    names: str
    documents: Callable[[World, Any, datetime, str], dict[str, OrderDocument]]
    # `order_id`: under which id it shows an order of the world
    order_id: Callable[[Order], str | None] = lambda order: str(order.order_id)
    path: str = ""
    comparable: Callable[[Tables, Iterable[str]], Tables] = lambda tables, accounts: tables

    def section(self, name: str, scope: Any, hub: Running, keys: str = "") -> str:
        """The account's section of accounts.toml."""
        return SECTION.format(
            name=name,
            channel=self.channel,
            url=f"{hub.url}{self.path}",
            secrets=self.names,
            keys="\n".join((self.keys(scope, hub), keys)),
        )


SECTION = """
[accounts.{name}]
channel = "{channel}"
base_url = "{url}"
start_on = 2026-08-01
time_zone = "America/New_York"
limits = {{ concurrent = 5, per_minute = 100000 }}
secrets = {{ {secrets} }}
{keys}
"""

REST = Spoken(
    channel="channeladvisor",
    scopes=(US_PROFILE,),
    keys=lambda profile, hub: f"profiles = [{profile}]",
    secrets=lambda hub: {
        "CA_APP_ID": hub.application_id,
        "CA_SECRET": hub.shared_secret,
        "CA_REFRESH": hub.refresh_token,
    },
    names='application_id = "CA_APP_ID", shared_secret = "CA_SECRET", refresh_token = "CA_REFRESH"',
    documents=rest.documents,
)
SOAP = Spoken(
    channel="channeladvisor_soap",
    scopes=((US_PROFILE, "USD"), (US_PROFILE, "CAD")),
    keys=lambda scope, hub: f'account_id = "{hub.soap_account_id(*scope)}"\ncurrency = "{scope[1]}"',
    secrets=lambda hub: {"SOAP_KEY": hub.soap_developer_key, "SOAP_PASSWORD": hub.soap_password},
    names='developer_key = "SOAP_KEY", password = "SOAP_PASSWORD"',
    documents=lambda world, scope, instant, account: soap.documents(
        world, Running.soap_account_id(None, *scope), instant, account, scope[1]
    ),
    path="/channeladvisor_soap",
)
CHANNELUNITY = Spoken(
    channel="channelunity",
    scopes=(
        304701,
        304703,
        304724,
        304731,
    ),  # sales tax beside the prices, VAT within them, flags as JSON, an unknown channel
    keys=lambda link, hub: f'merchant_name = "{hub.channelunity.MERCHANT_NAME}"\nsubscriptions = [{link}]',
    secrets=lambda hub: {"CU_USER": hub.channelunity.USER_NAME, "CU_PASSWORD": hub.channelunity.PASSWORD},
    names='username = "CU_USER", password = "CU_PASSWORD"',
    documents=channelunity.documents,
    order_id=marketplace_number,
    path="/channelunity",
)
CHANNELAPE = Spoken(
    channel="channelape",
    scopes=(BUSINESSES[US_PROFILE],),
    keys=lambda business, hub: f'business_id = "{business}"',
    secrets=lambda hub: {"CAPE_TOKEN": hub.channelape_token},
    names='token = "CAPE_TOKEN"',
    documents=channelape.documents,
    order_id=lambda order: order_uuid(order.order_id),
    path="/channelape",
    comparable=by_content,
)
DIALECTS = {one.channel: one for one in (REST, SOAP, CHANNELUNITY, CHANNELAPE)}
