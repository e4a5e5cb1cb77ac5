"""The command line over an account that stands for every subscription of its merchant."""

from datetime import timedelta

import pytest

from orders_pipeline.settings import Home
from orders_pipeline_tests.channels.channelunity.hub import Hub, refused, running
from orders_pipeline_tests.flows.channelunity import ENVIRON, Merchant, at


@pytest.fixture
def merchant(tmp_path, monkeypatch):
    for variable, value in ENVIRON.items():
        monkeypatch.setenv(variable, value)
    with running(Hub()) as hub:
        made = Merchant(Home.at(tmp_path), hub)
        made.put("12", 1, at(hours=1))
        made.put("13", 2, at(hours=2))
        yield made


def accounts_of(shown):
    return [(one["account"], one["orders"]) for one in shown.told["accounts"]]


def test_extract_lists_the_subscriptions_and_reads_each(call, merchant):
    assert accounts_of(call("extract", "--json")) == [("cu/12", 1), ("cu/13", 1)]
    assert accounts_of(call("extract", "cu", "--json")) == [("cu/12", 0), ("cu/13", 0)]
    assert accounts_of(call("extract", "cu/13", "--json")) == [("cu/13", 0)]
    assert call("extract", "cu/14").code == 2
    assert call("load", "--json").told["inserted"] == 2


def test_a_subscription_that_has_vanished_is_told_and_left_out(call, merchant):
    call("extract")
    merchant.listed.remove("13")
    merchant.now += timedelta(minutes=15)
    shown = call("extract", "--json")
    assert accounts_of(shown) == [("cu/12", 0)]
    assert "the hub no longer lists subscription 13" in " ".join(shown.err.split())
    shown = call("extract", "cu/13")
    assert (shown.code, "13 is the SettingsLinkId of no subscription" in " ".join(shown.err.split())) == (1, True)


def test_where_the_list_cannot_be_had_the_section_is_told_once_and_nothing_is_read(call, merchant):
    merchant.hub.validate = refused
    for names in ((), ("cu",), ("cu/12",)):
        shown = call("extract", *names, "--json")
        assert (shown.code, accounts_of(shown)) == (1, [("cu", 0)])
    assert call("prove", "--json").code == 2
    assert "orders-pipeline extract cu" in call("backfill", "cu", "--from", "2026-07-01", "--to", "2026-07-02").err


def test_a_section_is_backfilled_subscription_by_subscription(call, merchant):
    call("extract")
    merchant.put("13", 9, at(days=80))
    days = ("--from", "2026-07-01", "--to", "2026-07-31")
    assert "orders are taken by the day on which they were bought" in call("backfill", "cu/12", *days, "--estimate").out
    told = call("backfill", "cu", *days, "--json").told["accounts"]
    assert [(one["account"], one["windows"], one["orders"]) for one in told] == [("cu/12", 1, 0), ("cu/13", 1, 1)]
    assert call("backfill", "cu/13", *days, "--json").told["windows"] == 0


def test_an_order_cannot_be_read_by_its_number_and_that_is_said(call, merchant):
    call("extract")
    shown = call("reread", "cu/12", "R-1")
    assert (shown.code, "cannot be asked for an order by its number" in " ".join(shown.err.split())) == (1, True)
