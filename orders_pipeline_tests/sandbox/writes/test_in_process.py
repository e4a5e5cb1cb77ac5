"""The sandbox without a socket: the same answers, the same faults, and many orders adjusted in every way."""

import base64
import json
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from orders_pipeline.sandbox.app import Sandbox
from orders_pipeline.sandbox.channeladvisor.credentials import APPLICATION_ID, REFRESH_TOKEN, SHARED_SECRET
from orders_pipeline.sandbox.clock import WorldClock
from orders_pipeline.sandbox.faults import OF_WRITES, Fault
from orders_pipeline.sandbox.in_process import Broken, InProcess
from orders_pipeline.sandbox.settings import Settings
from orders_pipeline.sandbox.world import World, a_line, an_order
from orders_pipeline.sandbox.writes.money import is_too_fine, paid, total_of
from orders_pipeline.sandbox.writes.units import counts
from orders_pipeline_tests.sandbox.writes.conftest import the_seeds_order

BREAKS = {  # how often the hub did it
    "write_reset_before": 0, "write_timeout_before": 0, "write_reset_after": 1, "write_timeout_after": 1,
    "write_cut": 1, "write_delayed": 1,
}  # fmt: skip
QUICK = {"seconds": 0.0, "world_seconds": 0.0}


class Desk:
    def __init__(self, *lives, **options):
        world = World(orders=0)
        for life in lives:
            world.with_order(life)
        self.sandbox = Sandbox(world, WorldClock(), **options)
        self.hub = InProcess(self.sandbox)
        self.headers = {"authorization": f"Bearer {self.token()}", "content-type": "application/json"}

    def token(self):
        basic = base64.b64encode(f"{APPLICATION_ID}:{SHARED_SECRET}".encode()).decode()
        answer = self.hub.ask(
            "POST",
            "/oauth2/token",
            headers={"Authorization": f"Basic {basic}", "Content-Type": "application/x-www-form-urlencoded"},
            body=f"grant_type=refresh_token&refresh_token={REFRESH_TOKEN}".encode(),
        )
        return json.loads(answer.body)["access_token"]

    def ask(self, method, path, body=None):
        told = b"" if body is None else json.dumps(body).encode()
        return self.hub.ask(method, f"/v1/{path}", headers=self.headers, body=told)


@pytest.fixture
def desk():
    made = []

    def start(*lives, **options):
        made.append(Desk(*lives, **options))
        return made[-1]

    yield start
    for each in made:
        each.hub.close()


def test_an_answer_is_the_same_without_a_socket(desk):
    here = desk(the_seeds_order())
    assert here.ask("POST", "Orders(1)/Ship", {"Value": {}}).status == 204
    answer = here.ask("GET", "Orders(1)")
    assert (answer.status, answer.headers["date"]) == (200, "Wed, 30 Sep 2026 12:00:00 GMT")
    assert json.loads(answer.body)["ShippingStatus"] == "Shipped"


@pytest.mark.parametrize("name", sorted(OF_WRITES))
def test_every_fault_of_a_write_strikes_here_as_on_the_wire(desk, name):
    here = desk(the_seeds_order(shipped=True), faults=[Fault(name, nth=(1,), options=QUICK)])
    if name in BREAKS:
        with pytest.raises(Broken):
            here.ask("POST", "Orders(1)/Adjust", {})
        here.ask("GET", "Orders(1)")
        assert len(here.sandbox.ledger) == BREAKS[name]
    else:
        assert here.ask("POST", "Orders(1)/Adjust", {}).status
    assert here.sandbox.faults.struck == [(name, 1)]


CURRENCIES = {"USD": 12345678, "GBP": 23456789, "JPY": 23456789, "KWD": 23456789}


@st.composite
def orders(draw):
    currency = draw(st.sampled_from(sorted(CURRENCIES)))
    digits = {"JPY": 0, "KWD": 3}.get(currency, 2)
    amount = st.integers(0, 99_999).map(lambda minor: str(Decimal(minor).scaleb(-digits)))
    lines = [
        a_line(f"SKU-{n}", draw(st.integers(1, 7)), draw(amount), tax=draw(amount), shipping=draw(amount))
        for n in range(draw(st.integers(1, 3)))
    ]
    trait = draw(st.sampled_from(["order_promotion", "insurance", "extra_cost", "order_level_tax"]))
    is_shipped = draw(st.booleans())
    return an_order(1, trait, lines=tuple(lines), currency=currency, profile=CURRENCIES[currency], shipped=is_shipped)


STEPS = st.lists(
    st.tuples(st.sampled_from(["ship", "item", "item", "order", "hand"]), st.integers(0, 2), st.integers(1, 4)),
    max_size=8,
)


@settings(max_examples=40, deadline=None, derandomize=True)
@given(orders(), STEPS, st.booleans())
def test_whatever_is_adjusted_the_hub_returns_never_more_than_was_paid_and_loses_no_unit(life, steps, refund_only):
    here = Desk(life, settings=Settings(per_minute=10**9))
    order, lines = life.order, [line.line_id for line in life.order.lines]
    for kind, place, quantity in steps:
        line = lines[place % len(lines)]
        if kind == "ship":
            here.ask("POST", "Orders(1)/Ship", {"Value": {"Items": [{"OrderItemID": line, "Quantity": quantity}]}})
        elif kind == "item":
            here.ask("POST", f"OrderItems({line})/Adjust", {"Quantity": quantity, "RefundOnly": refund_only})
        elif kind == "order" and quantity == 1:
            here.ask("POST", "Orders(1)/Adjust", {})
        elif kind == "hand" and order.total > 5:
            here.sandbox.writes.by_hand(1, {"item": Decimal(1)}, line_id=line)
    here.hub.close()
    by_hand = sum(entry.total for entry in here.sandbox.ledger if entry.source == "user")
    assert sum(entry.total for entry in here.sandbox.ledger) <= max(total_of(order, paid(order)), 0) + by_hand
    effects = [effect for entry in here.sandbox.ledger for effect in entry.effects]
    assert not any(is_too_fine(amount, order.currency) for effect in effects for amount in effect.amounts.values())
    for line_id, count in counts(here.sandbox.world.order(1, here.sandbox.clock.now)).items():
        whole = next(each.quantity for each in order.lines if each.line_id == line_id)
        assert count.unsent + count.sent + count.canceled + count.canceling == whole
