"""What a hub says of its carriers and sites reaches policy; what it does not say forbids nothing."""

from dataclasses import replace
from types import SimpleNamespace

import msgspec
import pytest

from orders_pipeline.actions.journal import Entry, Journal
from orders_pipeline.actions.policy.capability import Capability
from orders_pipeline.channels.base import SiteRules
from orders_pipeline.channels.channeladvisor.sites import rules_of
from orders_pipeline.channels.errors import Retriable
from orders_pipeline.flows.actions.account_hub import connected
from orders_pipeline.flows.actions.applying import apply, look
from orders_pipeline.flows.actions.asking import ask
from orders_pipeline.flows.actions.offered import Offered
from orders_pipeline.flows.clock import utc_now
from orders_pipeline.model.action_states import State
from orders_pipeline.model.actions import ActionKind, Intent
from orders_pipeline.model.status import OrderStatus
from orders_pipeline.sandbox.world import World
from orders_pipeline_tests.actions.orders import an_order
from orders_pipeline_tests.actions.planning import correct, mark, refund, ship
from orders_pipeline_tests.dialects import SOAP
from orders_pipeline_tests.pipeline import IN_A_HURRY, a_pipeline

ACCOUNT = "channeladvisor-soap-0"


def an_open_order(pipeline):
    spoken, scope = pipeline.spoken[ACCOUNT]
    documents = spoken.documents(pipeline.hub.world, scope, pipeline.hub.clock.now, ACCOUNT).values()
    return next(
        one.order.order_id
        for one in documents
        if one.order.order_status is OrderStatus.OPEN
        and not any(line.is_externally_fulfilled for line in one.order_items)
        and len({line.sku for line in one.order_items}) == len(one.order_items)
    )


@pytest.mark.parametrize(("service", "trap"), [("GROUND", None), ("GND", "SOAP-CARRIER-NOT-IN-THE-ACCOUNT")])
def test_a_pair_is_looked_up_in_the_account_s_own_list(tmp_path, service, trap):
    with a_pipeline(tmp_path, World(seed=4, orders=120), profiles={}, others=[SOAP]) as pipeline:
        account, journal = pipeline.settings.account(ACCOUNT), Journal(pipeline.home.root / "journal")
        intent = Intent(
            kind=ActionKind.SHIP,
            account=ACCOUNT,
            order_id=an_open_order(pipeline),
            key="ship-1",
            carrier="UPS",
            service=service,
            tracking_number="1Z1",
        )
        with connected(pipeline.home, account, journal, environ=pipeline.environ, patience=IN_A_HURRY) as hub:
            told = ask(account, hub, journal, intent, who="somebody", now=utc_now)
    assert (isinstance(told, Entry), getattr(told, "trap", None)) == (trap is None, trap), told


@pytest.mark.parametrize(
    ("changes", "trap"),
    [
        ({"carriers": ("UPS/GND",)}, None),
        ({"carriers": ("UPS/AIR",)}, "SOAP-CARRIER-NOT-IN-THE-ACCOUNT"),
    ],
)
def test_settings_go_before_what_the_hub_lists(tmp_path, changes, trap):
    with a_pipeline(tmp_path, World(seed=4, orders=120), profiles={}, others=[SOAP]) as pipeline:
        account = replace(pipeline.settings.account(ACCOUNT), **changes)
        journal, order_id = Journal(pipeline.home.root / "journal"), an_open_order(pipeline)
        intent = msgspec.structs.replace(ship(service="GND"), account=ACCOUNT, order_id=order_id)
        with connected(pipeline.home, account, journal, environ=pipeline.environ, patience=IN_A_HURRY) as hub:
            told = ask(account, hub, journal, intent, who="somebody", now=utc_now)
    assert (isinstance(told, Entry), getattr(told, "trap", None)) == (trap is None, trap), told


def test_a_shipment_is_corrected_by_soap_and_the_hub_shows_it(tmp_path):
    with a_pipeline(tmp_path, World(seed=4, orders=120), profiles={}, others=[SOAP]) as pipeline:
        account = replace(pipeline.settings.account(ACCOUNT), write_back="on")
        settings = replace(pipeline.settings, accounts=(account,))
        journal = Journal(pipeline.home.root / "journal")
        spoken, scope = pipeline.spoken[ACCOUNT]
        documents = spoken.documents(pipeline.hub.world, scope, pipeline.hub.clock.now, ACCOUNT).values()
        parcel = next(
            one
            for document in documents
            for one in document.fulfillments
            if one.channel_delivery_status == "Complete" and document.order.order_status is OrderStatus.SHIPPED
        )
        named = correct(fulfillment_id=parcel.fulfillment_id, shipped_at=None)
        intent = msgspec.structs.replace(named, account=ACCOUNT, order_id=parcel.order_id)
        with connected(pipeline.home, account, journal, environ=pipeline.environ, patience=IN_A_HURRY) as hub:
            told = ask(account, hub, journal, intent, who="somebody", now=utc_now)
            assert isinstance(told, Entry), told
            on = {"environ": pipeline.environ, "patience": IN_A_HURRY}
            (sent,) = apply(pipeline.home, settings, journal, **on)
            assert sent.state is State.ACCEPTED, sent
            look(pipeline.home, settings, journal, is_due_only=False, **on)
            assert journal.entry(ACCOUNT, intent.key).steps[0].state is State.SETTLED
            now = hub.fresh(parcel.order_id, "to see it")
    (shown,) = (one for one in now.fulfillments if one.fulfillment_id == parcel.fulfillment_id)
    assert (shown.carrier, shown.service_class, shown.tracking_number) == ("UPS", "GROUND", "1Z999")
    kept = ("channel_delivery_status", "channel_type", "shipped_at", "seller_fulfillment_id", "shipping_cost_amount")
    assert [getattr(shown, name) for name in kept] == [getattr(parcel, name) for name in kept]


class Hub:
    """A channel that counts what it is asked."""

    def __init__(self, carriers=None, rules=None, fails=False):
        self._carriers, self._rules, self._fails, self.asked = carriers, rules, fails, 0

    def carriers(self):
        return self._told(self._carriers)

    def site_rules(self, site):
        return self._told(self._rules)

    def _told(self, answer):
        self.asked += 1
        if self._fails:
            raise Retriable("not now")
        return answer


ON_A_SITE = SimpleNamespace(channel_marketplace_id="640")


def test_a_hub_is_asked_once_whatever_it_answers():
    for hub in (Hub(frozenset({("UPS", "GROUND")}), SiteRules()), Hub(), Hub(fails=True)):
        offered = Offered(hub)
        for _ in range(3):
            offered.carriers(ship())
            offered.site_rules(refund(), ON_A_SITE)
        assert hub.asked == 2


def test_a_hub_that_does_not_answer_forbids_nothing():
    offered = Offered(Hub(fails=True))
    assert offered.carriers(ship()) is None
    assert offered.site_rules(refund(), ON_A_SITE) == SiteRules()


def test_nothing_is_asked_that_is_not_needed():
    hub = Hub()
    offered = Offered(hub)
    offered.carriers(refund())
    offered.carriers(ship(carrier=None, service=None, tracking_number=None))
    offered.site_rules(mark(), ON_A_SITE)
    offered.site_rules(refund(), an_order().order)
    assert hub.asked == 0


def test_what_a_site_tells_is_named_as_the_table_of_policy_names_it():
    flags = b"""{"CancellationConfiguration":{"SupportsOrderCancellations":true,"SupportsOrderItemCancellations":true},
    "RefundConfiguration":{"SupportsOrderRefunds":true,"SupportsOrderItemRefunds":true}}"""
    assert set(rules_of(flags).allows) <= set(Capability.__struct_fields__) and len(rules_of(flags).allows) == 4
