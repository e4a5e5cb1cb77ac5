"""Actions at ChannelUnity from asking to settled: an order is found by the day on which it was bought."""

from dataclasses import dataclass, field
from datetime import timedelta

import pytest

from orders_pipeline.actions.journal import Journal
from orders_pipeline.channels.errors import Incomplete
from orders_pipeline.flows.actions.account_hub import connected
from orders_pipeline.flows.actions.applying import apply, look
from orders_pipeline.flows.actions.asking import ask
from orders_pipeline.flows.subscriptions import expanded
from orders_pipeline.model.action_states import State
from orders_pipeline.model.actions import ActionKind, Intent, Wanted
from orders_pipeline.model.plans import Refusal
from orders_pipeline.settings import Home
from orders_pipeline_tests.actions.orders import D
from orders_pipeline_tests.channels.channelunity.hub import Hub, page, refused, running
from orders_pipeline_tests.flows.channelunity import Merchant, at

TWO_SHIRTS = "<Item><SKU>TS-1</SKU><Qty>2.000</Qty><Price>10.00</Price><Tax>0.00</Tax></Item>"
LOST = (200, {"Content-Length": "999"}, b"<Chan")  # the answer breaks off


@dataclass
class Writing:
    """A merchant whose hub takes writes: `fate` of the next ones, after they were applied; `applied` is the truth."""

    merchant: Merchant
    journal: Journal
    fate: object = None
    applied: list = field(default_factory=list)

    def answer(self, payload):
        call = self.merchant.hub.asked[-1][0]
        if call == "GetOrders":
            return self.merchant._page(payload)
        if self.fate == "refused":
            return refused("Error - SKU not found on order")
        self.applied.append((call, payload))
        if status := payload.get("OrderStatus"):
            self.put(status)
        return LOST if self.fate == "lost" else page()

    def put(self, status):
        self.merchant.put(
            "12", 1, self.merchant.now, at(days=9), OrderStatus=status, OrderItems=TWO_SHIRTS, GrandTotal="23.99"
        )

    @property
    def settings(self):
        return expanded(self.merchant.home, self.merchant.settings)

    def ask(self, kind, key="k-1", order_id="R-1", lines=(), **more):
        intent = Intent(kind=ActionKind(kind), account="cu/12", order_id=order_id, key=key, lines=lines, **more)
        account = self.settings.account("cu/12")
        with connected(self.merchant.home, account, self.journal, **self.merchant.clock) as hub:
            entry = ask(account, hub, self.journal, intent, who="Jo", now=lambda: self.merchant.now)
        if not isinstance(entry, Refusal):
            self.journal.approve("cu/12", key, entry.plan_hash, at=self.merchant.now, who="Jo", why="a test")
        return entry

    def apply(self):
        return [sent.state for sent in apply(self.merchant.home, self.settings, self.journal, **self.merchant.clock)]

    def look(self, key="k-1"):
        self.merchant.now += timedelta(minutes=1)
        look(self.merchant.home, self.settings, self.journal, is_due_only=False, **self.merchant.clock)
        return self.state(key)

    def state(self, key="k-1"):
        (state,) = {step.state for step in self.journal.entry("cu/12", key).steps}
        return state


@pytest.fixture
def writing(tmp_path):
    with running(Hub()) as hub:
        merchant = Merchant(Home.at(tmp_path), hub)
        file = merchant.home.accounts_file
        file.write_text(file.read_text().replace("merchant_name", 'write_back = "on"\nmerchant_name'))
        made = Writing(merchant, Journal(merchant.home.journal))
        made.put("Processing")
        for number in range(2, 9):  # neighbours of the day, on pages of three
            merchant.put("12", number, merchant.now, at(days=9))
        merchant.put("12", 9, merchant.now, at(days=9), GrandTotal="many")  # one that cannot be taken over
        merchant.read()
        merchant.hub.orders = made.answer
        yield made


ONE = (Wanted(sku="TS-1", quantity=D(1)),)


def test_a_shipment_of_the_whole_order_is_seen_by_its_status(writing):
    writing.ask("ship", carrier="DPD", service="Next day", tracking_number="DPD1")
    assert writing.apply() == [State.ACCEPTED]
    assert writing.look() is State.SETTLED
    assert [call for call, _ in writing.applied] == ["OrderStatusUpdate"]


def test_an_order_that_was_published_is_found_too(writing):
    writing.merchant.run()
    writing.ask("ship")
    assert writing.apply() == [State.ACCEPTED]


def test_an_order_that_was_never_read_cannot_be_looked_at(writing):
    with pytest.raises(Incomplete, match="by its number"):
        writing.ask("ship", order_id="R-99")


def test_a_cancellation_whose_answer_was_lost_is_settled_by_the_status(writing):
    writing.ask("cancel")
    writing.fate = "lost"
    assert writing.apply() == [State.UNKNOWN]
    assert writing.look() is State.SETTLED


def test_a_refund_whose_answer_was_lost_parks_at_once_and_is_not_sent_again(writing):
    writing.put("Complete")
    writing.ask("refund", lines=ONE)
    writing.fate = "lost"
    assert writing.apply() == [State.UNKNOWN]
    assert writing.look() is State.PARKED
    writing.fate = None
    assert writing.apply() == []
    assert len(writing.applied) == 1


def test_the_next_refund_counts_what_is_parked_as_spent(writing):
    writing.put("Complete")
    writing.ask("refund", lines=ONE)
    writing.fate = "lost"
    writing.apply()
    writing.look()
    refusal = writing.ask("refund", "k-2", lines=(Wanted(sku="TS-1", quantity=D(2)),))
    assert "1.000 of 2.000 left to refund" in refusal.sentence


def test_a_refusal_of_the_hub_has_no_effect_and_frees_the_units(writing):
    writing.put("Complete")
    writing.fate = "refused"
    writing.ask("refund", lines=ONE)
    assert writing.apply() == [State.REJECTED]
    assert not isinstance(writing.ask("refund", "k-2", lines=(Wanted(sku="TS-1", quantity=D(2)),)), Refusal)


def test_an_order_that_was_canceled_meanwhile_is_not_shipped_in_part(writing):
    writing.ask("ship", lines=ONE)
    writing.put("Cancelled")
    assert writing.apply() == [State.PLANNED]
    assert writing.applied == []


def test_no_secret_stands_in_the_journal(writing):
    writing.ask("ship")
    writing.apply()
    content = b"".join(file.read_bytes() for file in writing.merchant.home.journal.rglob("*") if file.is_file())
    assert b"0123456789" not in content
    assert b"Passw0rd1" not in content
