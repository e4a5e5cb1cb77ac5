"""Actions at ChannelApe from asking to settled: one whole list, read just before, and nothing of it kept."""

import json
from dataclasses import dataclass
from datetime import timedelta

import pytest

from orders_pipeline.actions.journal import Journal
from orders_pipeline.flows.actions.account_hub import connected
from orders_pipeline.flows.actions.applying import apply, look
from orders_pipeline.flows.actions.asking import ask
from orders_pipeline.model.action_states import State
from orders_pipeline.model.actions import ActionKind, Intent, Wanted
from orders_pipeline.model.plans import MoneyFrom
from orders_pipeline.settings import Home, load_settings
from orders_pipeline_tests.actions.orders import D
from orders_pipeline_tests.channels.channelape.scripted import (
    BUSINESS,
    TOKEN,
    Hub,
    Told,
    a_hub,
    errors,
    in_a_hurry,
    order_id,
)
from orders_pipeline_tests.channels.channelape.writing import PARCEL, TRACKED, page_of, shop_order

ACCOUNT = """
[accounts.cape]
channel = "channelape"
base_url = "{url}"
start_on = 2026-02-01
business_id = "{business}"
write_back = "on"
limits = {{ concurrent = 2, per_minute = 100000 }}
secrets = {{ token = "CAPE_TOKEN" }}
"""
LOST = Told(b"{}", 202, {"Content-Length": "999"})
ONE = (Wanted(item_id="L-1", quantity=D(1)),)
CHANGED = [PARCEL, {**PARCEL, "id": "F-9", "lineItems": [{"id": "L-1", "quantity": 1}]}]


@dataclass
class Shop:
    """A hub with one order. `fate`: of the next writes; `between`: what others write between our read and our write."""

    home: Home
    hub: Hub
    journal: Journal
    order: dict
    fate: object = None
    between: dict | None = None
    patches: int = 0

    def answer(self, asked):
        if asked.method != "PATCH":
            return page_of(self.order)
        if isinstance(self.fate, Told) and self.fate is not LOST:
            return self.fate
        self.patches += 1
        self.order |= self.between or {}
        self.order = self.order | json.loads(asked.body)
        return LOST if self.fate is LOST else Told(page_of(self.order), 202)

    @property
    def clock(self):
        return {
            "environ": {"CAPE_TOKEN": TOKEN},
            "now": lambda: self.hub.now,
            "patience": in_a_hurry(self.home.budgets),
        }

    def ask(self, kind, key="k-1", lines=ONE, **more):
        intent = Intent(kind=ActionKind(kind), account="cape", order_id=order_id(1), key=key, lines=lines, **more)
        account = self.settings.account("cape")
        with connected(self.home, account, self.journal, **self.clock) as hub:
            entry = ask(account, hub, self.journal, intent, who="Jo", now=lambda: self.hub.now)
        self.journal.approve("cape", key, entry.plan_hash, at=self.hub.now, who="Jo", why="a test")
        return entry

    @property
    def settings(self):
        return load_settings(self.home.accounts_file)

    def apply(self):
        return [sent.state for sent in apply(self.home, self.settings, self.journal, **self.clock)]

    def look(self, key="k-1"):
        self.hub.now += timedelta(minutes=1)
        look(self.home, self.settings, self.journal, is_due_only=False, **self.clock)
        return self.journal.entry("cape", key).steps[0].state


@pytest.fixture
def shop(tmp_path):
    home = Home.at(tmp_path)
    home.make()
    with a_hub(lambda asked: made.answer(asked)) as hub:
        home.accounts_file.write_text(ACCOUNT.format(url=hub.url, business=BUSINESS))
        made = Shop(home, hub, Journal(home.journal), shop_order(fulfillments=[PARCEL]))
        yield made


def test_a_parcel_goes_into_the_list_and_is_seen_there(shop):
    shop.ask("ship", **TRACKED)
    assert shop.apply() == [State.ACCEPTED]
    assert shop.look() is State.SETTLED
    assert [one["id"] for one in shop.order["fulfillments"]] == ["F-1", "k-1"]


def test_a_refund_whose_answer_was_lost_is_found_by_its_id_and_is_there_once(shop):
    entry = shop.ask("refund")
    assert (entry.plan.money_from, entry.plan.amount) == (MoneyFrom.ELSEWHERE, D("12.00"))
    shop.fate = LOST
    assert shop.apply() == [State.UNKNOWN]
    assert shop.look() is State.SETTLED
    assert shop.apply() == []
    assert [one["supplierRefundId"] for one in shop.order["refunds"]] == ["k-1"]


def test_a_list_that_somebody_wrote_in_since_ends_the_approval(shop):
    shop.ask("ship", **TRACKED)
    shop.order = shop.order | {"fulfillments": CHANGED}
    assert shop.apply() == [State.PLANNED]
    assert (shop.patches, shop.order["fulfillments"]) == (0, CHANGED)


def test_of_two_intents_the_second_is_planned_anew_on_what_the_first_wrote(shop):
    shop.ask("ship", "k-1", **TRACKED)
    shop.ask("ship", "k-2", **TRACKED | {"tracking_number": "1Z10"})
    assert shop.apply() == [State.ACCEPTED, State.PLANNED]
    shop.ask("ship", "k-2", **TRACKED | {"tracking_number": "1Z10"})
    assert shop.apply() == [State.ACCEPTED]
    assert [one["id"] for one in shop.order["fulfillments"]] == ["F-1", "k-1", "k-2"]


def test_a_parcel_that_another_writer_took_off_the_list_is_not_called_done(shop):
    shop.ask("ship", **TRACKED)
    assert shop.apply() == [State.ACCEPTED]
    shop.order = shop.order | {"fulfillments": shop.order["fulfillments"][1:]}
    assert shop.look() is State.ACCEPTED
    shop.order = shop.order | {"fulfillments": [PARCEL]}
    assert shop.look() is State.ACCEPTED


FOREIGN = {"supplierRefundId": "theirs", "lineItems": [{"id": "L-2", "quantity": 1}]}
OF_OTHERS = {"additionalFields": [{"name": "refunded_by", "value": "Ann Example"}], "strangeMember": 1}


def said(shop):
    return " ".join(event.why or "" for event in shop.journal.events("cape", "k-1"))


def test_somebody_who_wrote_between_our_read_and_our_write_is_told_of_without_what_they_wrote(shop):
    shop.ask("refund")
    shop.between = {"refunds": [FOREIGN], **OF_OTHERS}
    assert shop.apply() == [State.ACCEPTED]
    assert [one["supplierRefundId"] for one in shop.order["refunds"]] == ["k-1"]
    told = said(shop)
    assert "changed in additionalFields, another member, not by us" in told
    assert "what they put into refunds then may be lost" in told
    assert "Ann" not in told and "strangeMember" not in told


def test_entries_of_the_list_that_the_hub_does_not_show_after_our_write_are_told_of(shop):
    shop.ask("ship", **TRACKED)
    shop.fate = Told(page_of(shop.order | {"fulfillments": [PARCEL | {"status": "OPEN"}]}), 202)
    assert shop.apply() == [State.ACCEPTED]
    assert "changed in fulfillments, not by us" in said(shop)


@pytest.mark.parametrize("kind", ["ship", "refund", "cancel"])
def test_where_nobody_else_wrote_nothing_is_told_of_others(shop, kind):
    shop.order = shop_order() if kind == "cancel" else shop.order
    whole = {"lines": ()} if kind == "cancel" else {}
    shop.ask(kind, **whole, **(TRACKED if kind == "ship" else {}))
    assert shop.apply() == [State.ACCEPTED]
    assert "not by us" not in said(shop)


@pytest.mark.parametrize(
    ("fate", "state"),
    [
        (Told(errors(226), 400), State.REJECTED),
        (Told(errors(174), 404), State.REJECTED),
        (Told(errors(12), 401), State.UNKNOWN),
        (Told(b"", 429), State.UNKNOWN),
        (Told(errors(0), 500), State.UNKNOWN),
    ],
)
def test_what_the_hub_refuses_is_rejected_only_by_the_codes_that_are_listed(shop, fate, state):
    shop.ask("refund")
    shop.fate = fate
    assert shop.apply() == [state]


def test_neither_the_token_nor_what_others_wrote_stands_in_the_journal(shop):
    shop.ask("ship", **TRACKED)
    shop.apply()
    shop.look()
    content = b"".join(file.read_bytes() for file in shop.home.journal.rglob("*") if file.is_file())
    assert TOKEN.encode() not in content
    assert b"Ann Example" not in content
