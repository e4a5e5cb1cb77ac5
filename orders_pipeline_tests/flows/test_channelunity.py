"""ChannelUnity from its hub to the tables: windows without an end, subscriptions that come and go, days of the past."""

from dataclasses import replace
from datetime import date, timedelta

import dagster as dg
import pytest

from orders_pipeline.cli.extract import chosen
from orders_pipeline.defs.dagster_home import committed
from orders_pipeline.defs.everything import definitions_of
from orders_pipeline.defs.in_process import run
from orders_pipeline.flows.backfill.certified import days_held
from orders_pipeline.flows.backfill.reading import backfill, estimate_backfill
from orders_pipeline.flows.doctor.diagnosis import diagnose
from orders_pipeline.flows.doctor.gather import gather
from orders_pipeline.flows.proof.run import prove
from orders_pipeline.flows.read import ReadFailed
from orders_pipeline.flows.subscriptions import expanded, streams
from orders_pipeline.landing.account import AccountLanding
from orders_pipeline.landing.bodies import Damaged
from orders_pipeline.landing.manifest import Purpose
from orders_pipeline.settings import BadSettings, Home
from orders_pipeline_tests.channels.channelunity.hub import Hub, running
from orders_pipeline_tests.flows.channelunity import ENVIRON, Merchant, at

A_QUARTER = timedelta(minutes=15)


@pytest.fixture
def merchant(tmp_path):
    with running(Hub()) as hub:
        yield Merchant(Home.at(tmp_path), hub)


def test_the_orders_of_every_subscription_come_to_the_tables_each_under_its_own(merchant):
    for number in range(7):
        merchant.put("12", number, at(days=number))
    merchant.put("13", 1, at(hours=1), OrderStatus="Complete")
    first, second = merchant.run()
    assert [(one.account, one.orders) for one in (first, second)] == [("cu/12", 7), ("cu/13", 1)]
    orders = merchant.query("SELECT account, order_id, hub_channel_id, order_status FROM orders ORDER BY ALL")
    assert [(row["account"], row["order_id"]) for row in orders] == [
        *(("cu/12", f"R-{number}") for number in range(7)),
        ("cu/13", "R-1"),
    ]
    assert {(row["account"], row["hub_channel_id"]) for row in orders} == {("cu/12", "12"), ("cu/13", "13")}
    assert [row["account"] for row in merchant.query("SELECT account FROM accounts ORDER BY 1")] == ["cu/12", "cu/13"]
    (load, _) = merchant.query("SELECT * FROM loads ORDER BY account")
    assert (load["received"], load["inserted"], load["duplicates"]) == (10, 7, 3)


def test_a_long_gap_is_one_window_because_every_window_is_read_to_the_present(merchant):
    merchant.listed = ["12"]
    for number in range(4):
        merchant.put("12", number, at(days=10 * number))
    (report,) = merchant.read()
    assert [one.window.length.days for one in report.read] == [60]
    merchant.now += A_QUARTER
    (report,) = merchant.read()
    assert [one.window.length for one in report.read] == [A_QUARTER]
    asked = [payload["UpdateDateFrom"] for payload in merchant.hub.payloads() if payload["Offset"] == "0"]
    assert asked == ["2026-07-31 23:30:00", "2026-09-30 11:28:00"]


def test_a_gap_in_the_middle_is_read_from_its_start_to_the_present_in_one_window(merchant):
    merchant.listed = ["12"]
    for _ in range(3):
        merchant.read()
        merchant.now += A_QUARTER
    landing = AccountLanding(merchant.home.landing, "cu/12")
    _, second, third = landing.covered(Purpose.LIVE)
    (landing.folder / "live" / f"{second.name}.json").unlink()
    (report,) = merchant.read()
    (window,) = [one.window for one in report.read]
    assert (window.start, window.end) == (second.start, third.end + A_QUARTER)
    assert report.cursor_after == window.end


def test_a_window_that_fails_leaves_the_cursor(merchant):
    merchant.listed = ["12"]
    merchant.read()
    merchant.now += A_QUARTER
    answer, merchant.hub.orders = merchant.hub.orders, lambda asked: b"<html/>"
    with pytest.raises(ReadFailed):
        merchant.read()
    merchant.hub.orders = answer
    merchant.put("12", 1, merchant.now - A_QUARTER)
    (report,) = merchant.read()
    assert (report.orders, report.cursor_before) == (1, merchant.now - A_QUARTER - timedelta(minutes=2))


def test_of_orders_without_a_time_of_change_what_was_asked_for_last_is_the_newest(merchant):
    merchant.listed = ["12"]
    for status in ("Processing", "Complete", "Cancelled"):
        merchant.put("12", 1, merchant.now - timedelta(minutes=5), at(hours=2), OrderStatus=status)
        merchant.run()
        merchant.now += A_QUARTER
    (row,) = merchant.query("SELECT order_status, updated_at FROM orders")
    assert (row["order_status"], row["updated_at"]) == ("canceled", None)
    assert [row["n"] for row in merchant.query("SELECT count(*) AS n FROM order_history")] == [3]


def test_a_subscription_that_vanishes_stays_known_is_told_and_is_not_read_any_more(merchant):
    merchant.put("13", 1, at(hours=1))
    merchant.run()
    merchant.listed.remove("13")
    merchant.now += A_QUARTER
    names, told = merchant.relist()
    assert names == ["cu/12"]
    assert told == [
        "account cu: the hub no longer lists subscription 13 (Shop 13, CU_AMZ_UK): it is not read any more, and what "
        "is held of it stays"
    ]
    assert merchant.relist()[1] == []
    known = expanded(merchant.home, merchant.settings)
    assert [(one.name, one.gone_since) for one in known.accounts] == [("cu/12", None), ("cu/13", merchant.now)]
    assert [one.name for one in chosen(known, ["cu"])] == [one.name for one in chosen(known, [])] == ["cu/12"]
    merchant.run()
    assert [row["account"] for row in merchant.query("SELECT account FROM orders")] == ["cu/13"]

    merchant.listed.append("13")
    names, told = merchant.relist()
    assert names == ["cu/12", "cu/13"]
    assert told == ["account cu: the hub lists subscription 13 (Shop 13, CU_AMZ_UK), which is read from now on"]


def test_the_doctor_sees_subscriptions_and_tells_of_one_that_is_gone(merchant):
    def found():
        picture = gather(merchant.home, ENVIRON, merchant.now, committed())
        codes = {(finding.code, finding.area) for finding in diagnose(picture).findings}
        return [one.name for one in picture.accounts], {one for one in codes if one[1].startswith("cu")}

    assert found() == (["cu"], {("never_read", "cu")})
    merchant.run()
    assert found() == (["cu/12", "cu/13"], set())
    merchant.listed.remove("13")
    merchant.now += timedelta(hours=1)
    merchant.run()
    assert found() == (["cu/12", "cu/13"], {("subscription_gone", "cu/13")})


def test_an_account_whose_subscriptions_were_never_listed_says_what_to_do(merchant):
    (account,) = expanded(merchant.home, merchant.settings).accounts
    assert streams(merchant.home, account) == ()
    with pytest.raises(BadSettings, match="orders-pipeline extract cu"):
        prove(merchant.home, account, **merchant.clock)


def test_a_list_of_another_merchant_says_nothing(merchant):
    merchant.relist()
    (account,) = merchant.settings.accounts
    assert len(streams(merchant.home, account)) == 2
    assert streams(merchant.home, replace(account, merchant_name="other")) == ()


def test_a_list_that_is_damaged_is_told_with_the_remedy(merchant):
    merchant.relist()
    (merchant.home.subscriptions / "cu.json").write_text("{")
    with pytest.raises(Damaged, match="remove it"):
        expanded(merchant.home, merchant.settings)


def test_days_of_the_past_are_read_by_purchase_together(merchant):
    merchant.relist()
    account = merchant.account("cu/12")
    for day in range(40):
        merchant.put("12", day, at(hours=1), at(days=60 + day))
    days = date(2026, 6, 25), date(2026, 7, 30)
    expected = estimate_backfill(merchant.home, account, *days, **merchant.clock)
    assert (expected.days_missing, expected.orders, expected.requests, expected.days_by) == (36, None, 2, "bought")
    told = []
    report = backfill(merchant.home, account, *days, progress=told.append, **merchant.clock)
    assert [(one.window.length.days, one.certificate.orders) for one in report.read] == [(31, 31), (5, 5)]
    assert [line.partition(";")[0] for line in told] == [
        "cu/12: 31 of 36 days, 2026-07-25 certified",
        "cu/12: 36 of 36 days, 2026-07-30 certified",
    ]
    held = [one.day for one in days_held(merchant.home, expected.span)]
    assert (held[0], held[-1], len(held)) == (*days, 36)
    assert backfill(merchant.home, account, *days, **merchant.clock).read == ()


def test_an_order_that_no_window_showed_is_found_by_its_day_of_purchase_and_fetched(merchant):
    merchant.listed = ["12"]
    merchant.put("12", 1, at(days=3))
    merchant.run()
    merchant.put("12", 2, at(days=2))  # committed late: no window asks for it any more
    merchant.put("12", 3, at(minutes=1), at(days=2))  # changed a moment ago: the next window shows it
    merchant.now += timedelta(seconds=30)
    report = prove(merchant.home, merchant.account("cu/12"), **merchant.clock)
    assert (report.orders("missing"), report.orders("fetched"), report.orders("pending")) == (
        ("R-2",),
        ("R-2",),
        ("R-3",),
    )
    merchant.run()
    assert {row["order_id"] for row in merchant.query("SELECT order_id FROM orders")} == {"R-1", "R-2", "R-3"}


def test_dagster_reads_all_subscriptions_in_one_job_and_one_that_fails_stops_no_other(merchant, monkeypatch):
    for variable, value in ENVIRON.items():
        monkeypatch.setenv(variable, value)
    merchant.put("12", 1, at(hours=1))
    merchant.put("13", 2, at(hours=1))
    definitions = definitions_of(merchant.home, merchant.settings)
    with dg.DagsterInstance.ephemeral() as instance:
        ran = run(definitions, "read_cu", instance, lambda line: None)
        assert ran.succeeded, ran.failure
        assert ran.materialized["landing/cu"]["orders"] == 2
        loaded = run(definitions, "load_and_publish", instance, lambda line: None)
        assert loaded.materialized["warehouse/orders"]["inserted"] == 2
        answer = merchant.hub.orders
        merchant.hub.orders = lambda asked: b"<html/>" if asked["SubscriptionID"] == "12" else answer(asked)
        (merchant.home.landing / "cu~13" / "live").rename(merchant.home.landing / "cu~13" / "put-away")
        (merchant.home.landing / "cu~12" / "live").rename(merchant.home.landing / "cu~12" / "put-away")
        failed = run(definitions, "read_cu", instance, lambda line: None)
        assert "cu/12" in failed.failure
        assert len(AccountLanding(merchant.home.landing, "cu/13").covered(Purpose.LIVE)) == 1
