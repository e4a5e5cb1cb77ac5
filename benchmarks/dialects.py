"""The four dialects as the benchmark knows them: a table. How they render, serve and are read stands in folders beside.

`keys`: lines of accounts.toml that say whose orders are read; `secrets`: the dialect's word for each -> its value here.
"""

from collections.abc import Callable
from typing import Any

import msgspec
from msgspec import Struct

from benchmarks.exchange import Request
from benchmarks.rendering.channeladvisor_soap import ACCOUNT as SOAP_ACCOUNT
from benchmarks.rendering.channeladvisor_soap import CURRENCY
from benchmarks.serving.channelape import BUSINESS
from benchmarks.serving.channelunity import SUBSCRIPTION
from orders_pipeline.channels.channeladvisor import wire as rest
from orders_pipeline.channels.channeladvisor_soap import answers, names
from orders_pipeline.channels.channeladvisor_soap import wire as soap
from orders_pipeline.channels.channeladvisor_soap.elements import plan_of, struct_of
from orders_pipeline.channels.channelape import wire as channelape
from orders_pipeline.channels.channelunity.answer import opened
from orders_pipeline.channels.channelunity.wire import order_of
from orders_pipeline.channels.xml import children
from orders_pipeline.sandbox.channeladvisor_soap.credentials import DEVELOPER_KEY
from orders_pipeline.sandbox.channeladvisor_soap.credentials import PASSWORD as SOAP_PASSWORD
from orders_pipeline.sandbox.channelape.credentials import TOKEN
from orders_pipeline.sandbox.channelunity.credentials import MERCHANT_NAME, PASSWORD, USER_NAME
from orders_pipeline.sandbox.world import US_PROFILE

Decode = Callable[[Request, bytes], int]


class Dialect(Struct, frozen=True, kw_only=True):
    """`aim`: orders a second. `decode(request, body)`: into the wire structs of our decoder; how many orders."""

    title: str
    aim: int
    aim_times_dlt: int
    keys: str
    secrets: dict[str, str]
    dlt: dict[str, str]  # kind of the pipeline -> what the contender is called
    decode: Decode


def _json(page: type, orders: Callable[[Any], list], decoder: Callable[[type], Any]) -> Decode:
    of_page = decoder(page)
    return lambda request, body: len(orders(of_page.decode(body)))


_rest_page = _json(rest.OrderPage, lambda page: page.value, msgspec.json.Decoder)
_rest_order = msgspec.json.Decoder(rest.Order)
_channelape_page = _json(channelape.OrderPage, lambda page: page.orders, channelape.decoder)
_SOAP_PLANS = {
    names.GET_ORDER_LIST: plan_of(soap.Order),
    names.GET_FULFILLMENTS: plan_of(soap.OrderFulfillments),
    names.GET_REFUND_HISTORY: plan_of(soap.RefundHistory),
}


def _rest(request: Request, body: bytes) -> int:
    if request.target.startswith("/v1/Orders("):
        _rest_order.decode(body)
        return 0
    return _rest_page(request, body) if request.target.startswith("/v1/Orders?") else 0


def _channelunity(request: Request, body: bytes) -> int:
    return 0 if b"<ApiKey>" in body[:1000] else len([order_of(one) for one in opened(body).orders])


def _soap(request: Request, body: bytes) -> int:
    found = answers.answer_of(body)
    plan = _SOAP_PLANS[found.operation]
    if found.operation == names.GET_REFUND_HISTORY:
        struct_of(found.data, plan)
        return 0
    structs = [struct_of(one, plan) for one in children(found.data)]
    return len(structs) if ">Complete<" in request.body else 0


MERGE = {"merge": "dlt, merge"}
DIALECTS: dict[str, Dialect] = {
    "channeladvisor": Dialect(
        title="ChannelAdvisor REST",
        aim=8_000,
        aim_times_dlt=5,
        keys=f"profiles = [{US_PROFILE}]",
        secrets={"application_id": "bench", "shared_secret": "bench-secret", "refresh_token": "bench-token"},
        dlt={**MERGE, "append": "dlt, append", "arrow": "dlt given Arrow, merge"},
        decode=_rest,
    ),
    "channelunity": Dialect(
        title="ChannelUnity",
        aim=12_000,
        aim_times_dlt=4,
        keys=f'merchant_name = "{MERCHANT_NAME}"\nsubscriptions = [{SUBSCRIPTION}]',
        secrets={"username": USER_NAME, "password": PASSWORD},
        dlt=MERGE,
        decode=_channelunity,
    ),
    "channelape": Dialect(
        title="ChannelApe",
        aim=8_000,
        aim_times_dlt=4,
        keys=f'business_id = "{BUSINESS}"',
        secrets={"token": TOKEN},
        dlt=MERGE,
        decode=_channelape_page,
    ),
    "channeladvisor_soap": Dialect(
        title="ChannelAdvisor SOAP",
        aim=4_000,
        aim_times_dlt=4,
        keys=f'account_id = "{SOAP_ACCOUNT.account_id}"\ncurrency = "{CURRENCY}"',
        secrets={"developer_key": DEVELOPER_KEY, "password": SOAP_PASSWORD},
        dlt=MERGE,
        decode=_soap,
    ),
}
