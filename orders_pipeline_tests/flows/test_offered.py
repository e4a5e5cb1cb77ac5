"""What a hub says of its carriers and sites reaches policy; what it does not say forbids nothing."""

from types import SimpleNamespace

import pytest

from orders_pipeline.actions.journal import Entry, Journal
from orders_pipeline.actions.policy.capability import Capability
from orders_pipeline.channels.base import SiteRules
from orders_pipeline.channels.channeladvisor.sites import rules_of
from orders_pipeline.channels.errors import Retriable
from orders_pipeline.flows.actions.account_hub import connected
from orders_pipeline.flows.actions.asking import ask
from orders_pipeline.flows.actions.offered import Offered
from orders_pipeline.flows.clock import utc_now
from orders_pipeline.model.actions import ActionKind, Intent
from orders_pipeline.model.status import OrderStatus
from orders_pipeline.sandbox.world import World
from orders_pipeline_tests.actions.orders import an_order
from orders_pipeline_tests.actions.planning import mark, refund, ship
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
