"""After a fix exactly the rejects are loaded, by the rules of every load; twice does no harm, nor does being killed."""

import pytest

from orders_pipeline.model.tables import TABLES
from orders_pipeline.warehouse.outcome import Outcome
from orders_pipeline.warehouse.rejects import Choice, rejections
from orders_pipeline.warehouse.replay import replay
from orders_pipeline_tests.warehouse.making import a_problem, a_window, an_order, at

INTERNAL = ("newest_sightings", "window_sightings", "dirty_months")


@pytest.fixture
def again(warehouse):
    """`again(window, …)`: the open rejects of a choice, as today's code shows their windows; what the replay tells."""

    def replayed(*windows, choice=None, load_id="replay-1", **options):
        writer = warehouse.writer
        places = {
            (one.account, one.window_id, one.page_number, one.place)
            for one in rejections(writer.connection, choice or Choice())
        }
        meant = [window for window in windows if any(place[1] == window.window_id for place in places)]
        return replay(writer, meant, places, load_id=load_id, now=lambda: at(20_000), **options)

    return replayed


def everything(warehouse):
    return {
        **{table.name: warehouse.table(table.name) for table in TABLES},
        **{name: warehouse.table(f"internal.{name}") for name in INTERNAL},
    }


def counts_of(report):
    return {str(outcome): count for outcome, count in report.counts.items() if count}


def healed_by(warehouse):
    return [row["healed_load_id"] for row in warehouse.table("rejects")]


def test_what_is_good_now_is_loaded_with_the_lineage_of_the_page_that_showed_it(warehouse, again):
    warehouse.load(a_window([an_order("1")], [an_order("2"), a_problem("3")]))
    report = again(a_window([an_order("1")], [an_order("2"), an_order("3", tags="x")]))
    order = warehouse.table("orders")[2]
    assert (order["order_id"], order["tags"], order["load_id"]) == ("3", "x", "replay-1")
    assert (order["page_number"], order["position"], order["requested_at"]) == (2, 2, at(15))
    assert (counts_of(report), report.healed, healed_by(warehouse)) == ({"inserted": 1}, 1, ["replay-1"])
    assert [row["order_id"] for row in warehouse.table("order_history")] == ["1", "2", "3"]
    assert len(warehouse.table("order_items")) == 6


def test_the_counts_of_the_window_stay_what_they_were(warehouse, again):
    warehouse.load(a_window([an_order("1"), a_problem("2"), a_problem()]))
    before = warehouse.table("loads"), warehouse.table("pages")
    again(a_window([an_order("1"), an_order("2"), an_order("3")]))
    assert (warehouse.table("loads"), warehouse.table("pages")) == before
    (load,) = warehouse.table("loads")
    assert (load["received"], load["inserted"], load["quarantined"]) == (3, 1, 2)


def test_a_neighbour_that_today_s_code_reads_differently_is_left_alone(warehouse, again):
    warehouse.load(a_window([an_order("1"), a_problem("2")]))
    before = warehouse.rows("SELECT * FROM orders WHERE order_id = '1'")
    again(a_window([an_order("1", tags="read anew", updated=9), an_order("2")]))
    assert warehouse.rows("SELECT * FROM orders WHERE order_id = '1'") == before


@pytest.mark.parametrize(
    "today", [[an_order("1"), an_order("2")], [an_order("1"), a_problem("2")]], ids=["good", "bad"]
)
def test_a_second_replay_changes_no_row_at_all(warehouse, again, today):
    warehouse.load(a_window([an_order("1"), a_problem("2")]))
    again(a_window(today))
    before = everything(warehouse)
    again(a_window(today), load_id="replay-2")
    assert everything(warehouse) == before


def test_what_is_still_bad_keeps_its_row_with_today_s_reason(warehouse, again):
    warehouse.load(a_window([a_problem("1"), a_problem()]))
    (before, nameless) = warehouse.table("rejects")
    other = a_problem("1")
    today = a_window([type(other)(reason="bad_currency", path="$.Currency", message="m", order_id="1"), a_problem("7")])
    report = again(today)
    (after, named) = warehouse.table("rejects")
    assert after == before | {"reason": "bad_currency", "path": "$.Currency", "message": "m"}
    assert named == nameless | {"order_id": "7"}
    assert (counts_of(report), report.still_bad) == ({"quarantined": 2}, {"bad_currency": 1, "wrong_type": 1})
    assert report.healed == 0


def test_a_newer_version_in_the_warehouse_wins_and_the_late_one_is_kept_in_history(warehouse, again):
    warehouse.load(a_window([an_order("1", updated=20, tags="new")], start=15), a_window([a_problem("1")]))
    report = again(a_window([an_order("1", updated=5, tags="old")]))
    assert (counts_of(report), healed_by(warehouse)) == ({"stale": 1}, ["replay-1"])
    assert [row["tags"] for row in warehouse.table("orders")] == ["new"]
    assert len(warehouse.table("order_history")) == 2


def test_what_the_warehouse_holds_already_is_unchanged(warehouse, again):
    warehouse.load(a_window([an_order("1")]), a_window([a_problem("1")], start=15))
    before = warehouse.tables()
    report = again(a_window([an_order("1")], start=15))
    assert (counts_of(report), healed_by(warehouse)) == ({"unchanged": 1}, ["replay-1"])
    assert warehouse.tables() == before


@pytest.mark.parametrize("batch_orders", [1, 100])
def test_of_two_rejects_of_one_order_the_newest_wins(warehouse, again, batch_orders):
    warehouse.load(a_window([a_problem("1")], [a_problem("1")]), a_window([a_problem("1")], start=15))
    report = again(
        a_window([an_order("1", updated=1, tags="first")], [an_order("1", updated=7, tags="newest")]),
        a_window([an_order("1", updated=3, tags="asked for last")], start=15),
        batch_orders=batch_orders,
    )
    assert [row["tags"] for row in warehouse.table("orders")] == ["newest"]
    assert report.healed == 3
    assert sum(report.counts.values()) == report.replayed == 3


@pytest.mark.parametrize("batch_orders", [1, 100])
def test_a_newer_reject_that_is_still_bad_stays_open(warehouse, again, batch_orders):
    warehouse.load(a_window([a_problem("1")]), a_window([a_problem("1")], start=15))
    again(a_window([an_order("1")]), a_window([a_problem("1")], start=15), batch_orders=batch_orders)
    assert healed_by(warehouse) == ["replay-1", None]


def test_a_good_version_heals_older_rejects_of_its_order_that_were_not_meant(warehouse, again):
    warehouse.load(a_window([a_problem("1"), a_problem("2")]), a_window([a_problem("1")], start=15))
    warehouse.writer.connection.execute(
        "UPDATE rejects SET reason = 'bad_currency' WHERE window_id LIKE 'live/20260301T0015%'"
    )
    today = a_window([an_order("1", updated=1), an_order("2")]), a_window([an_order("1", updated=2)], start=15)
    report = again(*today, choice=Choice(reason="bad_currency"))
    assert (report.replayed, report.healed, healed_by(warehouse)) == (1, 2, ["replay-1", None, "replay-1"])


def test_a_conflict_stays_one_until_the_hub_shows_a_next_version(warehouse, again):
    conflict = a_window([an_order("1", tags="first"), an_order("1", tags="second")])
    warehouse.load(conflict)
    before = everything(warehouse)
    assert again(conflict).still_bad == {"conflicting_versions": 1}
    assert everything(warehouse) == before


def test_rejects_that_turn_out_to_conflict_are_told_apart_and_the_later_one_is_loaded(warehouse, again):
    warehouse.load(a_window([a_problem("1"), a_problem("1")]))
    report = again(a_window([an_order("1", tags="first"), an_order("1", tags="second")]))
    first, second = warehouse.table("rejects")
    assert (first["reason"], first["healed_load_id"]) == ("conflicting_versions", None)
    assert second["healed_load_id"] == "replay-1"
    assert [row["tags"] for row in warehouse.table("orders")] == ["second"]
    assert counts_of(report) == {"inserted": 1, "quarantined": 1}


def test_an_order_whose_id_can_be_read_now_is_named(warehouse, again):
    warehouse.load(a_window([a_problem()]))
    again(a_window([an_order("1")]))
    (reject,) = warehouse.table("rejects")
    assert (reject["order_id"], reject["healed_load_id"]) == ("1", "replay-1")


def test_only_what_is_meant_is_replayed(warehouse, again):
    warehouse.load(a_window([a_problem("1"), a_problem("2")]))
    today = a_window([an_order("1"), an_order("2")])
    assert again(today, choice=Choice(account="us-main", order_id="2")).replayed == 1
    assert [row["order_id"] for row in warehouse.table("orders")] == ["2"]
    assert again(today, choice=Choice(account="eu")).replayed == 0
    assert again(today, choice=Choice(account="us")).replayed == 0


def test_a_section_s_name_stands_for_all_its_accounts(warehouse, again):
    theirs = {"account": "us-main/1"}
    warehouse.load(a_window([a_problem("1")], **theirs))
    report = again(a_window([an_order("1", **theirs)], **theirs), choice=Choice(account="us-main"))
    assert counts_of(report) == {"inserted": 1}


def test_publishing_sees_the_months_that_a_replay_changed(warehouse, again):
    warehouse.load(a_window([an_order("1"), a_problem("2")]))
    assert warehouse.publish().is_new
    again(a_window([an_order("1"), an_order("2")]))
    report = warehouse.publish()
    assert (report.is_new, report.manifest.rows["orders"]) == (True, 2)
    again(a_window([an_order("1"), an_order("2")]))
    assert not warehouse.publish().is_new


class BrokenOffError(BaseException):
    pass


@pytest.mark.parametrize(
    "step",
    [
        *("insert", "commit"),
        *(
            pytest.param(step, marks=pytest.mark.long)
            for step in ("read", "begin", "versions", "delete", "windows", "checks")
        ),
    ],
)
def test_wherever_a_replay_breaks_off_a_batch_is_there_whole_or_not_at_all(warehouse, again, step):
    warehouse.load(a_window([a_problem("1")], [a_problem("2")], [a_problem("3")]))
    today = a_window([an_order("1")], [an_order("2")], [a_problem("3")])

    def broken_off(name):
        met.append(name)
        if met.count(step) == 2:
            raise BrokenOffError

    met = []
    with pytest.raises(BrokenOffError):
        again(today, batch_orders=1, step=broken_off)
    assert [row["order_id"] for row in warehouse.table("orders")] == ["1"]
    assert len(warehouse.table("fulfillments")) == 1
    assert healed_by(warehouse) == ["replay-1", None, None]
    report = again(today, load_id="replay-2")
    assert (report.replayed, report.counts[Outcome.INSERTED]) == (2, 1)
    assert healed_by(warehouse) == ["replay-1", "replay-2", None]
