"""Orders repaired at the hub without a new update time: asked for anew by id, loaded, and told one by one."""

import re
from datetime import timedelta

import pytest

from orders_pipeline.flows.backfill.reading import backfill
from orders_pipeline.flows.quarantine.from_hub import Became, replay_from_hub
from orders_pipeline.flows.quarantine.replay import replay_rejects
from orders_pipeline.model.tables import CANONICAL
from orders_pipeline.sandbox.faults import Fault, spoiled
from orders_pipeline.sandbox.world import START, World
from orders_pipeline.warehouse.errors import BadChoice, WarehouseBusy
from orders_pipeline.warehouse.rejects import Choice
from orders_pipeline.warehouse.writer import writer_lock
from orders_pipeline_tests.flows.proving import hub_of
from orders_pipeline_tests.pipeline import (
    IN_A_HURRY,
    US,
    Pipeline,
    a_pipeline,
    assert_counts_add_up,
    assert_equal_tables,
)

WAYS = ("currency_small", "amount_word", "no_id")


def a_hub(folder, **options):
    return a_pipeline(folder, World(seed=5, orders=16, end=START + timedelta(days=20)), profiles=US, **options)


def spoil(pipeline):
    """The first orders of the account, each in one of the ways."""
    states = pipeline.hub.world.at(pipeline.hub.clock.now)
    ids = [state.order.order_id for state in states if state.order.profile_id == US["us"]]
    for how, order_id in zip(WAYS, ids, strict=False):
        pipeline.hub.faults.spoil(order_id, how)
    return dict(zip(WAYS, map(str, ids), strict=False))


@pytest.fixture(scope="module")
def run_before(tmp_path_factory):
    with a_hub(tmp_path_factory.mktemp("home")) as made:
        spoil(made)
        made.run()
    return made.home


@pytest.fixture
def bad(run_before, tmp_path):
    """A published home with three bad orders, and the hub that shows them so. Gives the orders too, by their way."""
    with a_hub(tmp_path) as made:
        made.go_on_from(run_before)
        made.orders = spoil(made)
        yield made


def from_hub(pipeline: Pipeline, choice=None, **options):
    given = {"environ": pipeline.environ, "patience": IN_A_HURRY}
    return replay_from_hub(pipeline.home, pipeline.settings, choice or Choice(), **given | options)


def became(report):
    return {one.order_id: one.became for one in report.orders}


def rejects(pipeline, *, is_open=True):
    pipeline.publish()
    return [row for row in pipeline.table("rejects") if not is_open or row["healed_load_id"] is None]


def test_what_the_hub_repaired_without_a_new_update_time_is_healed_by_asking_and_not_before(bad):
    bad.hub.faults.disarm()
    bad.hub.clock.advance(timedelta(hours=1))
    bad.run()
    assert replay_rejects(bad.home, Choice()).report.healed == 0
    assert len(rejects(bad)) == 3

    report = from_hub(bad)
    assert became(report) == {bad.orders[how]: Became.HEALED for how in ("currency_small", "amount_word")}
    assert (report.chosen, report.nameless, report.load.healed) == (3, 1, 2)
    (nameless,) = rejects(bad)
    assert nameless["order_id"] is None
    assert_counts_add_up(bad)
    held, truth = bad.tables(), bad.truth()
    for tables in (held, truth):
        for table in CANONICAL:
            tables[table.name] = [row for row in tables[table.name] if row["order_id"] != bad.orders["no_id"]]
    assert_equal_tables(held, truth)


def test_a_second_time_asks_for_nothing_and_changes_no_row(bad):
    bad.hub.faults.disarm()
    from_hub(bad)
    bad.publish()
    before, sent = bad.tables(), len(bad.hub.requests)
    again = from_hub(bad)
    assert (again.orders, again.load, again.nameless) == ((), None, 1)
    assert len(bad.hub.requests) == sent
    assert not bad.publish().is_new
    assert bad.tables() == before


def test_what_is_still_bad_is_told_with_todays_reason_and_heals_with_all_its_rejects(bad):
    order_id = bad.orders["currency_small"]
    bad.hub.faults.spoil(int(order_id), "amount_null")
    report = from_hub(bad, Choice(order_id=order_id))
    assert (became(report), report.load.healed) == ({order_id: Became.STILL_BAD}, 0)
    assert f"order {order_id} (account us): still missing_field at $.TotalPrice" in report.orders[0].sentence
    assert sorted(row["reason"] for row in rejects(bad) if row["order_id"] == order_id) == [
        "bad_currency",
        "missing_field",
    ]
    bad.hub.faults.disarm()
    assert from_hub(bad, Choice(reason="missing_field", order_id=order_id)).load.healed == 2
    assert order_id not in {row["order_id"] for row in rejects(bad)}


def test_a_reject_that_is_older_than_the_version_held_is_healed_too(tmp_path):
    """Live found the order good; a backfill of the past, asked for before, had found it bad."""
    with a_hub(tmp_path) as pipeline:
        order_id = int(spoil(pipeline)["currency_small"])
        pipeline.hub.faults.disarm()
        pipeline.hub.faults.spoil(order_id, "currency_small")
        backfill(
            pipeline.home,
            pipeline.settings.account("us"),
            START.date(),
            START.date() + timedelta(days=18),
            environ=pipeline.environ,
            patience=IN_A_HURRY,
        )
        pipeline.hub.faults.disarm()
        pipeline.run()
        (one,) = rejects(pipeline)
        assert one["window_id"].startswith("backfill/")
        before = pipeline.table("orders")
        assert replay_rejects(pipeline.home, Choice()).report.still_bad == {"bad_currency": 1}
        report = from_hub(pipeline)
        assert (became(report), rejects(pipeline)) == ({str(order_id): Became.HEALED}, [])
        assert {str(what): count for what, count in report.load.counts.items() if count} == {"unchanged": 1}
        assert pipeline.table("orders") == before


def test_what_the_hub_does_not_have_and_what_cannot_be_had_is_told_order_by_order(bad):
    hub, lost = hub_of(bad), int(bad.orders["currency_small"])
    row = hub._row
    hub._row = lambda access, name, key: row(access, name, 0 if key == lost else key)
    bad.hub.faults.arm([Fault("server_error", probability=1.0, path=f"Orders({bad.orders['amount_word']})")])
    report = from_hub(bad)
    assert became(report) == {
        bad.orders["currency_small"]: Became.ABSENT,
        bad.orders["amount_word"]: Became.NOT_HAD,
    }
    absent, not_had = report.failures
    assert (
        absent == f"order {bad.orders['currency_small']} (account us): the hub has no such order; its reject stays open"
    )
    assert re.match(rf"order {bad.orders['amount_word']} \(account us\): GET was answered with status 50", not_had)
    assert len(rejects(bad)) == 3


def test_an_account_that_is_not_read_any_more_is_told_and_stops_no_other(bad):
    text = bad.home.accounts_file.read_text()
    bad.home.accounts_file.write_text(text.replace("[accounts.us]", "[accounts.uk]"))
    report = from_hub(bad)
    assert set(became(report).values()) == {Became.NOT_HAD}
    assert len(report.failures) == 1
    assert report.failures[0].startswith("account us: 2 orders could not be asked for.")
    assert report.load is None


def test_a_version_that_the_hub_dates_before_the_one_held_stays_out_and_is_told(bad, monkeypatch):
    monkeypatch.setitem(
        spoiled.SPOILED, "dated_back", lambda order: [order | {"UpdatedDateUtc": "2020-01-01T00:00:00Z"}]
    )
    held = bad.table("orders")[0]["order_id"]
    bad.hub.world.edit(int(held), bad.hub.clock.now)
    bad.hub.faults.spoil(int(held), "currency_small")
    bad.hub.clock.advance(timedelta(minutes=30))
    bad.run()
    bad.hub.faults.spoil(int(held), "dated_back")
    report = from_hub(bad, Choice(order_id=held))
    assert became(report) == {held: Became.STALE}
    assert "older by its update time" in report.orders[0].sentence


def test_a_writer_at_work_and_an_unknown_name_end_it_before_any_hub_is_asked(bad):
    with writer_lock(bad.home.warehouse), pytest.raises(WarehouseBusy):
        from_hub(bad)
    with pytest.raises(BadChoice, match="uk"):
        from_hub(bad, Choice(account="uk"))
    assert bad.hub.requests == []
