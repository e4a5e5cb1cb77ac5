"""Orders of every kind given back unit by unit through the real client, until nothing is left: the hub's ledger counts.

The sandbox computes what was paid by its own arithmetic; policy's is not asked.
"""

from collections import Counter
from collections.abc import Mapping
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple

import pytest

from orders_pipeline.actions.journal import Journal
from orders_pipeline.flows.actions.account_hub import connected
from orders_pipeline.flows.actions.applying import apply, look
from orders_pipeline.flows.actions.asking import ask
from orders_pipeline.model.action_states import State
from orders_pipeline.model.actions import ActionKind, Intent, Wanted
from orders_pipeline.model.plans import Refusal
from orders_pipeline.model.status import RefundReason
from orders_pipeline.sandbox.app import Sandbox
from orders_pipeline.sandbox.clock import WorldClock
from orders_pipeline.sandbox.faults import Fault
from orders_pipeline.sandbox.server import Running
from orders_pipeline.sandbox.settings import Settings as SandboxSettings
from orders_pipeline.sandbox.world import Life, World, a_line, an_order
from orders_pipeline.sandbox.world.catalogue import US_PROFILE, WORLD_PROFILE
from orders_pipeline.sandbox.world.order import Component, Payment, Promotion
from orders_pipeline.sandbox.writes.ledger import returns
from orders_pipeline.sandbox.writes.money import as_told, paid, total_of
from orders_pipeline.settings import Home, load_settings
from orders_pipeline_tests.actions.grid.schedule import NEVER_TIRED
from orders_pipeline_tests.dialects import REST, SOAP, Spoken
from orders_pipeline_tests.pipeline import UNLIMITED
from orders_pipeline_tests.without_sockets import URL, without_sockets

D = Decimal
KNIVES = a_line("KNIFE-8", 3, "14.95", tax="3.59", shipping="9.95", shipping_tax="0.15")
BOARDS = a_line("BOARD-2", 2, "21.50", tax="3.44")
PARTS = (Component(product_id=1, sku="FORK", title="Fork", quantity=6),)
LESS = (Promotion(promotion_id=1, code="TEN", amount=D("-4.99"), shipping_amount=D(0)),)


class Kind(NamedTuple):
    """lines, and fields of the world's order that differ from what its lines come to."""

    lines: tuple
    profile: int = US_PROFILE
    currency: str = "USD"
    market: str | None = "ebay_us"
    fields: Mapping[str, Any] = MappingProxyType({})

    def life(self) -> Life:
        about = {"profile": self.profile, "currency": self.currency, "market": self.market}
        return an_order(1, lines=self.lines, shipped=True, **about, **self.fields)


OF_THE_WORLD = {"profile": WORLD_PROFILE, "market": None}
KINDS = {
    "the seed's": Kind((KNIVES,)),
    "a line without units": Kind((KNIVES, a_line("GIFT-0", 0, "0.00"))),
    "a bundle": Kind((a_line("SET-1", 3, "33.33", tax="7.01", shipping="5.00", components=PARTS), BOARDS)),
    "tax within the prices": Kind(
        (a_line("MUG", 3, "7.77", tax="3.89", shipping="4.99", shipping_tax="0.83"),),
        currency="GBP",
        profile=WORLD_PROFILE,
        market="ebay_uk",
    ),
    "VAT beside the prices": Kind(
        (a_line("MUG", 3, "7.77", tax="4.43", shipping="4.99", shipping_tax="0.95"),),
        currency="EUR",
        profile=WORLD_PROFILE,
        market="otto",
    ),
    "a discount of a line": Kind((a_line("MUG", 3, "7.77", tax="1.11", shipping="5.00", promotions=LESS), BOARDS)),
    "a discount of the order": Kind(
        (KNIVES, BOARDS), fields={"extra": D("-1.49"), "total": D("103.49"), "payment": Payment(method="Visa")}
    ),
    "tax of the order alone": Kind(
        (a_line("MUG", 3, "7.77"), a_line("POT", 2, "10.01")), fields={"tax": D("2.99"), "total": D("46.32")}
    ),
    "a gift": Kind((a_line("MUG", 3, "7.77", tax="1.00", gift_price="4.00", gift_tax="0.32"),)),
    "no decimals": Kind((a_line("MUG", 3, "1000", tax="272", shipping="500"),), currency="JPY", **OF_THE_WORLD),
    "three decimals": Kind((a_line("MUG", 3, "1.235", shipping="0.500"),), currency="KWD", **OF_THE_WORLD),
}


class Returning:
    """One shipped order at a hub; `give_back` asks, agrees, sends and waits until the hub shows what came of it."""

    def __init__(self, spoken: Spoken, kind: Kind, folder: Path) -> None:
        self.home = Home.at(folder)
        self.home.make()
        world = World(orders=0)
        world.with_order(kind.life())
        self.sandbox = Sandbox(world, WorldClock(), settings=SandboxSettings(**UNLIMITED | {"per_minute": 10**9}))
        self.hub = Running(URL, self.sandbox)
        scope = kind.profile if spoken is REST else (kind.profile, kind.currency)
        file = self.home.accounts_file
        file.write_text(spoken.section("us", scope, self.hub, 'write_back = "on"'))
        self.settings, self.environ = load_settings(file), spoken.secrets(self.hub)
        self.journal = Journal(self.home.journal)
        self.order = world.lives[1].order
        self.asked = 0

    @property
    def clock(self):
        return {"environ": self.environ, "now": lambda: self.sandbox.clock.now, "patience": NEVER_TIRED}

    @property
    def units(self):
        """Ids of the lines, one for each unit, the lines in turn."""
        most = max(line.quantity for line in self.order.lines)
        return [str(line.line_id) for n in range(most) for line in self.order.lines if n < line.quantity]

    def give_back(self, item_id):
        self.asked += 1
        intent = Intent(
            kind=ActionKind.REFUND,
            account="us",
            order_id="1",
            key=f"rma-{self.asked}",
            lines=(Wanted(item_id=item_id, quantity=D(1)),),
            reason=RefundReason.CUSTOMER_RETURNED_ITEM,
        )
        (account,) = self.settings.accounts
        now = self.sandbox.clock.now
        with connected(self.home, account, self.journal, **self.clock) as hub:
            entry = ask(account, hub, self.journal, intent, who="kim", now=lambda: now)
        if isinstance(entry, Refusal):
            return entry.sentence
        self.journal.approve("us", intent.key, entry.plan_hash, at=now, who="kim", why="came back")
        apply(self.home, self.settings, self.journal, **self.clock)
        self.sandbox.clock.advance(timedelta(days=2))
        look(self.home, self.settings, self.journal, is_due_only=False, **self.clock)
        (state,) = {step.state for step in self.journal.entry("us", intent.key).steps}
        return state

    def by_hand(self, item_id=None, **amounts):
        line = None if item_id is None else int(item_id)
        self.hub.writes.by_hand(1, {name: D(amount) for name, amount in amounts.items()}, line_id=line)

    @property
    def returned(self):
        """By component, and in all, as the hub's ledger has it in the end."""
        sums: Counter = Counter()
        whole = D(0)
        for entry in self.sandbox.ledger:
            for effect in filter(returns, entry.effects):
                sums.update(effect.amounts)
                whole += effect.total
        return {name: amount for name, amount in sums.items() if amount}, whole

    @property
    def paid(self):
        amounts = paid(self.order)
        is_on_top = {name for name in amounts if total_of(self.order, {name: D(1)})}
        return as_told({name: amounts[name] for name in is_on_top}), self.order.total

    def left(self):
        return {name: amount - self.returned[0].get(name, 0) for name, amount in self.paid[0].items()}


@pytest.fixture
def returning(tmp_path):
    """`returning(spoken, kind)`: its hub answers without sockets while the test lasts."""
    opened = []

    def start(spoken, kind):
        made = Returning(spoken, KINDS[kind], tmp_path)
        opened.append(without_sockets(made.sandbox))
        opened[0].__enter__()
        return made

    yield start
    for one in opened:
        one.__exit__(None, None, None)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("spoken", [REST, SOAP], ids=lambda one: one.channel)
def test_an_order_that_comes_back_unit_by_unit_returns_what_was_paid_to_the_minor_unit(returning, spoken, kind):
    order = returning(spoken, kind)
    assert [order.give_back(item_id) for item_id in order.units] == [State.SETTLED] * len(order.units)
    assert order.returned == order.paid
    assert "0 of" in order.give_back(order.units[0])
    assert order.returned == order.paid


@pytest.mark.parametrize("kind", ["the seed's", "no decimals", "three decimals", "tax within the prices"])
def test_what_a_person_gave_by_hand_in_between_counts_and_is_not_given_again(returning, kind):
    order = returning(REST, kind)
    first, *others = order.units
    assert order.give_back(first) is State.SETTLED
    order.by_hand(first, shipping=order.left()["shipping"])
    assert [order.give_back(item_id) for item_id in others] == [State.SETTLED] * len(others)
    assert order.returned == order.paid


@pytest.mark.parametrize("kind", ["the seed's", "a discount of the order", "tax of the order alone"])
def test_what_the_marketplace_refused_later_was_not_given_and_is_given_under_another_key(returning, kind):
    order = returning(REST, kind)
    first, *others = order.units
    order.sandbox.arm(Fault("write_refused_late", nth=(1,)))
    assert order.give_back(first) is State.FAILED
    assert order.returned == ({}, 0)
    units = [first, *others]
    assert [order.give_back(item_id) for item_id in units] == [State.SETTLED] * len(units)
    assert order.returned == order.paid
