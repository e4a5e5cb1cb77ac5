"""Every sighting is counted once: inserted, updated, unchanged, stale, duplicate or quarantined."""

import pytest

from orders_pipeline.warehouse.counts import Progress
from orders_pipeline.warehouse.errors import CountsDoNotAddUp
from orders_pipeline.warehouse.outcome import Outcome
from orders_pipeline_tests.warehouse.making import a_problem, a_window, an_order, at

COUNTS = ("inserted", "updated", "unchanged", "stale", "duplicates", "quarantined")


def counts_of(row):
    return tuple(row[name] for name in COUNTS)


def test_a_window_is_loaded_with_everything_that_belongs_to_its_orders(warehouse):
    report = warehouse.load(a_window([an_order("1"), an_order("2", items=3)]))
    assert report.received == report.counts[Outcome.INSERTED] == 2
    assert [len(rows) for rows in warehouse.tables().values()] == [2, 5, 0, 2, 5, 0, 0, 4, 2, 2]
    (load,) = warehouse.table("loads")
    assert (load["pages"], load["pages_loaded"], load["is_complete"], counts_of(load)) == (
        1,
        1,
        True,
        (2, 0, 0, 0, 0, 0),
    )


def test_loading_the_same_window_twice_changes_no_row(warehouse):
    window = a_window([an_order("1"), an_order("2")])
    warehouse.load(window)
    before = warehouse.tables(), warehouse.table("loads"), warehouse.table("order_history")
    report = warehouse.load(window, load_id="load-2")
    assert (report.skipped, report.batches) == (1, 0)
    assert (warehouse.tables(), warehouse.table("loads"), warehouse.table("order_history")) == before


def test_an_overlapping_window_that_shows_the_same_changes_no_canonical_row(warehouse):
    warehouse.load(a_window([an_order("1"), an_order("2")]))
    before = warehouse.tables(), warehouse.table("order_history")
    report = warehouse.load(a_window([an_order("2"), an_order("1")], start=15), load_id="load-2")
    assert report.counts[Outcome.UNCHANGED] == 2
    assert (warehouse.tables(), warehouse.table("order_history")) == before


def test_newer_replaces_older_is_stale_and_equal_is_unchanged(warehouse):
    warehouse.load(a_window([an_order("1", updated=10), an_order("2", updated=10), an_order("3", updated=10)]))
    again = [an_order("1", updated=11, tags="x"), an_order("2", updated=9, tags="x"), an_order("3", updated=10)]
    report = warehouse.load(a_window(again, start=15))
    assert counts_of(report.counts) == (0, 1, 1, 1, 0, 0)
    assert [row["tags"] for row in warehouse.table("orders")] == ["x", None, None]


def test_without_an_update_time_the_later_request_wins(warehouse):
    warehouse.load(a_window([an_order("1", updated=None, tags="new")], start=15))
    report = warehouse.load(a_window([an_order("1", updated=None, tags="old")], start=0))
    assert report.counts[Outcome.STALE] == 1
    assert warehouse.table("orders")[0]["tags"] == "new"


def test_an_unchanged_sighting_counts_as_the_newest_when_an_older_answer_comes_late(warehouse):
    """Seen as x at 15 and 45 minutes: what a backfill saw at 30 minutes is older than what is known."""
    for start in (0, 30):
        warehouse.load(a_window([an_order("1", updated=None, tags="x")], start=start))
    report = warehouse.load(a_window([an_order("1", updated=None, tags="y")], start=15, purpose="backfill"))
    assert report.counts[Outcome.STALE] == 1
    assert warehouse.table("orders")[0]["tags"] == "x"


def test_children_that_the_new_version_lacks_disappear(warehouse):
    warehouse.load(a_window([an_order("1", items=3), an_order("2", items=3)]))
    warehouse.load(a_window([an_order("1", items=1, updated=5)], start=15))
    for table in ("order_items", "fulfillment_items"):
        assert [row["order_id"] for row in warehouse.table(table)] == ["1", "2", "2", "2"]


def test_a_second_sighting_within_a_window_is_a_duplicate_and_the_newest_is_held(warehouse):
    report = warehouse.load(a_window([an_order("1", updated=1)], [an_order("1", updated=2, tags="x"), an_order("2")]))
    assert counts_of(report.counts) == (2, 0, 0, 0, 1, 0)
    assert warehouse.table("orders")[0]["tags"] == "x"


def test_what_a_window_counts_an_order_as_follows_its_newest_sighting(warehouse):
    """Unchanged first, then changed by the time of the next page: the window updated it."""
    warehouse.load(a_window([an_order("1", updated=1)]))
    report = warehouse.load(a_window([an_order("1", updated=1)], [an_order("1", updated=2, tags="x")], start=15))
    assert counts_of(report.counts) == (0, 1, 0, 0, 1, 0)


@pytest.mark.parametrize("batch_orders", [1, 2, 3, 4, 5, 7, 100])
def test_counts_do_not_depend_on_how_windows_are_cut_into_batches(warehouse, batch_orders):
    one = a_window(
        [an_order("1", updated=1), a_problem("9")],
        [an_order("1", updated=2, tags="x"), an_order("2")],
        [a_problem(), an_order("3"), an_order("2")],
    )
    two = a_window([an_order("1", updated=2, tags="x"), an_order("4")], [an_order("4", updated=9, tags="y")], start=15)
    warehouse.load(one, a_window(start=30), two, batch_orders=batch_orders)
    assert [(row["received"], counts_of(row)) for row in warehouse.table("loads")] == [
        (7, (3, 0, 0, 0, 2, 2)),
        (3, (1, 0, 1, 0, 1, 0)),
        (0, (0, 0, 0, 0, 0, 0)),
    ]
    assert warehouse.table("internal.window_sightings") == []


@pytest.mark.parametrize("batch_orders", [1, 2, 3, 4])
def test_a_window_that_was_cut_off_goes_on_at_its_page(warehouse, batch_orders):
    window = a_window(
        [an_order("1"), an_order("2")], [an_order("1", updated=3, tags="x")], [an_order("3"), a_problem("4")]
    )

    def cut_off(name):
        if name == "commit":
            commits.append(name)
            if len(commits) == 2:
                raise KeyboardInterrupt

    for _ in range(4):
        commits = []
        try:
            warehouse.load(window, batch_orders=batch_orders, step=cut_off)
            break
        except KeyboardInterrupt:
            (load,) = warehouse.table("loads")
            assert load["received"] == sum(counts_of(load)), "what is committed adds up"
    (load,) = warehouse.table("loads")
    assert (load["pages_loaded"], load["is_complete"], load["received"]) == (3, True, 5)
    assert counts_of(load) == (3, 0, 0, 0, 1, 1)
    assert len(warehouse.table("pages")) == 3


def test_a_batch_may_hold_many_windows(warehouse):
    windows = [a_window([an_order(str(number))], start=15 * number) for number in range(10)]
    report = warehouse.load(*windows)
    assert (report.batches, len(report.windows), len(warehouse.table("orders"))) == (1, 10, 10)


def test_a_window_handed_twice_is_loaded_once(warehouse):
    window = a_window([an_order("1")])
    report = warehouse.load(window, window)
    assert (report.received, report.skipped) == (1, 1)


def test_two_contents_with_one_update_time_on_one_page_are_a_conflict(warehouse):
    report = warehouse.load(a_window([an_order("1", tags="first"), an_order("1", tags="second"), an_order("2")]))
    assert counts_of(report.counts) == (2, 0, 0, 0, 0, 1)
    assert warehouse.table("orders")[0]["tags"] == "second"
    (reject,) = warehouse.table("rejects")
    assert (reject["reason"], reject["position"], reject["healed_load_id"]) == ("conflicting_versions", 1, None)


def test_the_next_good_version_heals_a_conflict(warehouse):
    warehouse.load(a_window([an_order("1", tags="first"), an_order("1", tags="second")]))
    warehouse.load(a_window([an_order("1", tags="second")], start=15), load_id="load-2")
    assert warehouse.table("rejects")[0]["healed_load_id"] == "load-2"


def test_without_an_update_time_two_contents_are_a_duplicate_not_a_conflict(warehouse):
    report = warehouse.load(a_window([an_order("1", updated=None), an_order("1", updated=None, tags="x")]))
    assert counts_of(report.counts) == (1, 0, 0, 0, 1, 0)
    assert warehouse.table("orders")[0]["tags"] == "x"


def test_a_problem_is_a_reject_until_a_good_version_comes(warehouse):
    warehouse.load(a_window([a_problem("1"), an_order("2"), a_problem()]))
    assert [row["order_id"] for row in warehouse.table("orders")] == ["2"]
    report = warehouse.load(a_window([an_order("1")], start=15), load_id="load-2")
    assert report.healed == 1
    assert [row["healed_load_id"] for row in warehouse.table("rejects")] == ["load-2", None]


def test_a_stale_version_heals_nothing(warehouse):
    warehouse.load(a_window([an_order("1", updated=5)]), a_window([a_problem("1")], start=15))
    warehouse.load(a_window([an_order("1", updated=4, tags="old")], start=30))
    assert warehouse.table("rejects")[0]["healed_load_id"] is None


def test_accounts_do_not_see_each_other(warehouse):
    warehouse.load(a_window([an_order("1")]), a_window([an_order("1", account="eu")], account="eu"))
    assert [row["account"] for row in warehouse.table("orders")] == ["eu", "us-main"]


def test_numbers_that_do_not_add_up_are_refused():
    with pytest.raises(CountsDoNotAddUp, match="2 orders received, 0 accounted for"):
        Progress(received=2).checked("us-main", "live/1")


def test_the_lineage_says_where_the_version_was_seen_first(warehouse):
    warehouse.load(a_window([an_order("2")], [an_order("3"), an_order("1")]))
    row = warehouse.table("orders")[0]
    assert (row["page_number"], row["position"], row["load_id"], row["requested_at"]) == (2, 2, "load-1", at(15))
    assert row["window_id"] == "live/20260301T000000Z_20260301T001500Z"


def test_a_window_that_was_read_anew_after_a_load_was_cut_off_is_loaded_from_its_first_page(warehouse):
    pages = [[an_order("1"), an_order("2")], [an_order("3"), a_problem("4")], [an_order("5")]]
    commits = []

    def cut_off(name):
        commits.append(name)
        if commits.count("commit") == 3:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        warehouse.load(a_window(*pages), batch_orders=1, step=cut_off)
    anew = a_window([an_order("1")], [an_order("3"), an_order("4")], [an_order("5"), an_order("2")], requested=90)
    warehouse.load(anew, batch_orders=1)
    (load,) = warehouse.table("loads")
    assert (load["pages_loaded"], load["is_complete"], load["received"]) == (3, True, 5)
    assert [row["order_id"] for row in warehouse.table("orders")] == ["1", "2", "3", "4", "5"]
    assert warehouse.table("rejects") == []
    assert {row["requested_at"] for row in warehouse.table("pages")} == {anew.page_records[0].requested_at}
    assert sum(counts_of(load)) == 5
