"""Orders that are published are marked at their hub once, and an order that is not published never is."""

from dataclasses import replace

import pytest

from orders_pipeline.flows.actions.acknowledging import acknowledge_loaded, mark_of, orders_to_mark
from orders_pipeline.landing.account import AccountLanding
from orders_pipeline.landing.manifest import Purpose
from orders_pipeline.model.plans import Refusal
from orders_pipeline_tests.acting import a_published_home, acting_on

KEYS = 'acknowledge = "after_load"\nwrite_back = "on"'


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    with a_published_home(tmp_path_factory.mktemp("home"), keys=KEYS) as pipeline:
        yield pipeline


@pytest.fixture
def acting(made, tmp_path):
    with acting_on(made, tmp_path / "home") as on:
        yield on


def acknowledge(acting, **options):
    return acknowledge_loaded(acting.home, acting.pipeline.settings, acting.journal, **options, **acting.options())


def waiting(acting):
    return orders_to_mark(acting.home, acting.pipeline.settings, acting.journal)["us"]


def test_each_published_order_is_planned_once_approved_by_the_settings_and_sent_once(acting):
    ids = waiting(acting)
    first = acknowledge(acting)
    assert [one.intent.order_id for one in first.planned] == ids
    assert {one.intent.key for one in first.planned} == {f"{order_id}:exported" for order_id in ids}
    assert {one.entry.approved_by for one in first.planned} == {"settings"}
    assert acting.script.reached == [], "planning sends nothing"
    assert acknowledge(acting).planned == ()
    acting.apply()
    acting.apply()
    assert sorted(request.path for request in acting.script.reached) == sorted(
        f"/v1/Orders({order_id})/Export" for order_id in ids
    )


def test_what_waits_for_its_payment_is_not_marked(acting):
    pending = {
        row["order_id"] for row in acting.pipeline.query("SELECT order_id FROM orders WHERE order_status = 'pending'")
    }
    everything = {row["order_id"] for row in acting.pipeline.query("SELECT order_id FROM orders WHERE account = 'us'")}
    assert pending
    assert set(waiting(acting)) == everything - pending


def test_a_run_plans_no_more_than_it_may_send_and_only_those_are_looked_at(acting):
    ids = waiting(acting)
    done = acknowledge(acting, most=2)
    assert (len(done.planned), done.waiting) == (2, {"us": len(ids) - 2})
    assert len(AccountLanding(acting.home.landing, "us").covered(Purpose.SINGLE)) == 2, "an order is read as a window"
    assert waiting(acting) == ids[2:]


def test_what_a_person_said_about_a_mark_stands(acting):
    order_id = waiting(acting)[0]
    acting.ask("ours-to-keep", kind="acknowledge", order_id=order_id, lines=[], reason=None, exported=False)
    assert order_id not in waiting(acting)


def test_what_was_refused_is_not_asked_again_by_itself(acting):

    order_id = waiting(acting)[0]
    refusal = Refusal(intent=mark_of("us", order_id), sentence="the hub has no such order")
    acting.journal.refuse(refusal, at=acting.now, who="settings")
    assert order_id not in waiting(acting)


def test_a_mark_of_an_order_that_is_not_published_is_refused_and_taking_one_away_is_not(acting):
    asked = {"kind": "acknowledge", "lines": [], "reason": None, "order_id": acting.lines[0]["order_id"]}
    acting.home.published.unlink()
    assert acting.ask("m-1", **asked).refusal.trap == "NOT-LOADED"
    assert acting.ask("m-2", exported=False, **asked).entry is not None


def test_an_account_that_does_not_ask_for_it_marks_nothing(acting):
    silent = tuple(replace(account, acknowledge="never") for account in acting.pipeline.settings.accounts)
    settings = replace(acting.pipeline.settings, accounts=silent)
    assert orders_to_mark(acting.home, settings, acting.journal) == {}


def test_no_reading_asks_for_what_is_marked_so_that_marking_hides_nothing(acting):
    urls = [row["url"] for row in acting.pipeline.table("pages")]
    assert urls
    assert not [url for url in urls if "exported" in url.lower()]
