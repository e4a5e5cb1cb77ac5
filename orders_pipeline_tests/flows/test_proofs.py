"""The second proof: what the windows were made to miss is found, fetched and loaded, whatever moves meanwhile."""

from contextlib import contextmanager
from datetime import date, timedelta

import pytest

from orders_pipeline.flows.load import WindowsDamaged, waiting_windows
from orders_pipeline.flows.proof.run import NotRead
from orders_pipeline.landing.account import AccountLanding
from orders_pipeline.landing.bodies import Bodies
from orders_pipeline.landing.journal import PROOFS, newest
from orders_pipeline.landing.manifest import Purpose
from orders_pipeline.model.records.proofs import ProofKind
from orders_pipeline.model.window import Window
from orders_pipeline.sandbox.faults import Fault
from orders_pipeline.sandbox.world import START, World, an_order
from orders_pipeline_tests.flows.proving import (
    ACKNOWLEDGES,
    before_each_page,
    committed_late,
    hub_of,
    mark,
    proof_of,
    proven,
    purge,
    refusing,
)
from orders_pipeline_tests.pipeline import US, a_pipeline, assert_counts_add_up, assert_equal_tables

UNEXPORTED = "exported=false"
AN_HOUR = timedelta(hours=1)


@contextmanager
def a_fortnight(folder, *, orders=40, **options):
    """A hub of whose orders half are this account's, and no more days to prove than show it."""
    world = World(seed=2, orders=orders, start=START + timedelta(days=48))
    with a_pipeline(folder, world, profiles=US, keys=ACKNOWLEDGES, **{"page_size": 7, **options}) as made:
        text = made.home.accounts_file.read_text()
        made.home.accounts_file.write_text(text.replace("2026-08-01", "2026-09-16"))
        yield made


@pytest.fixture(scope="module")
def run_before(tmp_path_factory):
    with a_fortnight(tmp_path_factory.mktemp("home")) as made:
        made.run()
    return made.home


@pytest.fixture
def pipeline(run_before, tmp_path):
    """Everything is read, loaded and published."""
    with a_fortnight(tmp_path) as made:
        made.go_on_from(run_before)
        yield made


def day_before(pipeline, days=1):
    """Noon, UTC, so many days ago: on the merchant's day of the same date."""
    return pipeline.hub.clock.now.replace(hour=12) - timedelta(days=days)


def an_order_of_us(pipeline):
    states = pipeline.hub.world.at(pipeline.hub.clock.now)
    return next(state.order.order_id for state in states if state.order.profile_id == US["us"])


def identity_holds(report):
    for proof in report.proofs:
        parts = proof.held_count + proof.quarantined_count + proof.pending_count + proof.missing_count
        assert proof.hub_count == parts, proof


def test_an_order_that_the_windows_were_made_to_miss_is_found_within_a_day_by_both_proofs(pipeline):
    missed = committed_late(pipeline, 30_000_001, pipeline.hub.clock.now + AN_HOUR, by=3 * AN_HOUR)
    for _ in range(24):
        pipeline.hub.clock.advance(AN_HOUR)
        pipeline.read()
    pipeline.run()
    assert missed not in {row["order_id"] for row in pipeline.table("orders")}

    report = proven(pipeline)
    found = [finding.proof.kind for finding in report.run.findings if missed in finding.missing]
    assert found == [ProofKind.CREATED_DAY, ProofKind.UNEXPORTED]
    assert report.orders("fetched") == (missed,)
    assert [window.partition("/")[0] for _, window in waiting_windows(pipeline.home, pipeline.settings)] == ["single"]
    live = AccountLanding(pipeline.home.landing, "us").covered(Purpose.LIVE)

    pipeline.run()
    assert_equal_tables(pipeline.tables(), pipeline.truth())
    assert_counts_add_up(pipeline)
    assert AccountLanding(pipeline.home.landing, "us").covered(Purpose.LIVE) == live
    proofs = [row for row in pipeline.table("proofs") if row["missing_count"]]
    assert [(row["missing_count"], row["fetched_count"], row["is_complete"]) for row in proofs] == [(1, 1, True)] * 2
    (order,) = [row for row in pipeline.table("orders") if row["order_id"] == missed]
    assert {row["single_window_id"] for row in proofs} == {order["window_id"]}


def test_a_second_proof_directly_after_finds_nothing_more_and_loads_nothing(pipeline):
    committed_late(pipeline, 1_001, day_before(pipeline), by=AN_HOUR)
    first = proven(pipeline)
    waiting = waiting_windows(pipeline.home, pipeline.settings)
    again = proven(pipeline, now=lambda: pipeline.hub.clock.now + timedelta(seconds=1))
    assert (first.orders("fetched"), again.orders("missing")) == (("1001",), ())
    assert waiting_windows(pipeline.home, pipeline.settings) == waiting
    pipeline.run()
    before = pipeline.tables(), len(pipeline.table("proofs"))
    pipeline.run()
    assert (pipeline.tables(), len(pipeline.table("proofs"))) == before


@pytest.mark.parametrize("sorts", [True, False], ids=["sorted", "not sorted"])
def test_marks_that_are_set_and_removed_while_the_list_is_paged_hide_no_order(tmp_path, sorts):
    with a_fortnight(tmp_path, orders=80, sorts=sorts) as pipeline:
        pipeline.run()
        ids = sorted(int(row["order_id"]) for row in pipeline.table("orders"))
        missed = committed_late(pipeline, 1_001, day_before(pipeline), by=AN_HOUR)
        mark(pipeline, missed)
        changing, steady = ids[::2], ids[1::2]

        def act(request):
            """Soon the missing order is unmarked behind the reader, while one that it saw is marked: counts agree."""
            if request == 2:
                mark(pipeline, missed, exported=False)
                mark(pipeline, ids[0])
            elif request > 2:
                mark(pipeline, changing[request % len(changing)], exported=request % 3 > 0)

        before_each_page(pipeline, act, about=UNEXPORTED)
        report = proven(pipeline)
        identity_holds(report)
        finding = next(one for one in report.run.findings if one.proof.subject == UNEXPORTED)
        listed = Bodies(AccountLanding(pipeline.home.landing, "us").folder / "bodies").get(finding.proof.listed_sha256)
        assert set(steady) <= {int(line) for line in listed.splitlines()}
        assert finding.missing == (missed,)
        assert finding.proof.method == ("keyset" if sorts else "ranges")


def test_an_order_that_comes_between_the_count_and_the_list_is_not_missing(pipeline):
    bought_at = day_before(pipeline, days=9)
    missed = committed_late(pipeline, 1_001, bought_at, by=AN_HOUR)
    now = pipeline.hub.clock.now
    before_each_page(
        pipeline,
        lambda request: pipeline.hub.world.with_order(
            an_order(30_000_001, purchased_at=bought_at, imported_at=now, updated_at=now)
        ),
    )
    report = proven(pipeline)
    finding = next(one for one in report.run.findings if one.proof.subject == str(bought_at.date()))
    assert (finding.missing, finding.pending) == ((missed,), ("30000001",))
    identity_holds(report)
    assert report.incomplete == ()


def changed_late(pipeline, order_id, changed_at, *, by):
    """A change that readers see only `by` after its stamp: beyond the overlap no window asks for it any more."""
    pipeline.hub.world.edit(int(order_id), changed_at).late_commit(int(order_id), by=by)


def an_order_bought_lately(pipeline):
    return max(pipeline.table("orders"), key=lambda row: row["purchased_at"])["order_id"]


def test_an_update_that_the_windows_were_made_to_miss_is_found_and_fetched(pipeline):
    order_id = committed_late(pipeline, 30_000_001, pipeline.hub.clock.now, by=timedelta(0))
    pipeline.hub.clock.advance(AN_HOUR)
    pipeline.run()
    changed_late(pipeline, order_id, pipeline.hub.clock.now + AN_HOUR, by=3 * AN_HOUR)
    for _ in range(6):
        pipeline.hub.clock.advance(AN_HOUR)
        pipeline.read()
    pipeline.run()
    report = proven(pipeline)
    assert [report.orders(name) for name in ("outdated", "refreshed", "missing")] == [(order_id,), (order_id,), ()]
    assert report.incomplete == ()
    identity_holds(report)
    waits = proven(pipeline, now=lambda: pipeline.hub.clock.now + timedelta(seconds=1))
    assert waits.orders("outdated") == (), "what is fetched and waits for the load is held"
    pipeline.run()
    assert_equal_tables(pipeline.tables(), pipeline.truth())
    proofs = [row for row in pipeline.table("proofs") if row["outdated_count"]]
    assert {(row["outdated_count"], row["refreshed_count"], row["is_complete"]) for row in proofs} == {(1, 1, True)}
    assert proven(pipeline, now=lambda: pipeline.hub.clock.now + AN_HOUR).orders("outdated") == ()


def test_an_update_that_cannot_be_had_leaves_the_proof_incomplete(pipeline):
    order_id = an_order_bought_lately(pipeline)
    changed_late(pipeline, order_id, pipeline.hub.clock.now - AN_HOUR, by=AN_HOUR / 2)
    with refusing(pipeline, order_id):
        report = proven(pipeline)
    assert (report.orders("outdated"), report.orders("refreshed")) == ((order_id,), ())
    assert [set(finding.failed) for finding in report.incomplete] == [{order_id}] * len(report.incomplete) != []


def test_an_update_that_no_window_can_have_read_yet_is_waited_for(pipeline):
    order_id = an_order_bought_lately(pipeline)
    pipeline.hub.clock.advance(timedelta(minutes=5))
    pipeline.hub.world.edit(int(order_id), pipeline.hub.clock.now - timedelta(minutes=1))
    assert proven(pipeline).orders("outdated") == ()


def test_an_order_whose_newest_version_is_in_quarantine_is_not_fetched_every_night(pipeline):
    order_id = an_order_bought_lately(pipeline)
    pipeline.hub.clock.advance(AN_HOUR)
    pipeline.hub.world.edit(int(order_id), pipeline.hub.clock.now - AN_HOUR / 2)
    pipeline.hub.faults.spoil(int(order_id), "currency_small")
    pipeline.read()
    assert proven(pipeline).orders("outdated") == ()
    pipeline.run()
    assert proven(pipeline, now=lambda: pipeline.hub.clock.now + AN_HOUR).orders("outdated") == ()


def test_an_order_that_windows_behind_a_hole_should_have_shown_is_missing_and_one_in_the_hole_waits(pipeline):
    bought_at = day_before(pipeline)
    behind = committed_late(pipeline, 1_001, bought_at, by=AN_HOUR)
    in_the_hole = committed_late(pipeline, 1_002, bought_at - 9 * AN_HOUR, by=AN_HOUR)
    live = AccountLanding(pipeline.home.landing, "us").folder / "live"
    for path in live.iterdir():
        path.unlink()
    start = pipeline.hub.clock.now - timedelta(days=14)
    for window in (Window(start, bought_at - 12 * AN_HOUR), Window(bought_at - 3 * AN_HOUR, pipeline.hub.clock.now)):
        (live / f"{window.name}.json").write_text("{}")
    report = proven(pipeline)
    assert (report.orders("missing"), report.orders("pending")) == ((behind,), (in_the_hole,))


def test_what_changed_after_the_cursor_is_not_read_yet_and_not_missing(pipeline):
    now = pipeline.hub.clock.now
    pipeline.hub.world.with_order(an_order(30_000_001, purchased_at=now, imported_at=now, updated_at=now))
    pipeline.hub.clock.advance(timedelta(minutes=5))
    report = proven(pipeline)
    assert (report.orders("pending"), report.orders("missing")) == (("30000001",), ())
    identity_holds(report)


def test_an_order_in_quarantine_is_held_there_and_not_missing(tmp_path):
    with a_fortnight(tmp_path) as pipeline:
        bad = an_order_of_us(pipeline)
        pipeline.hub.faults.spoil(bad, "currency_small")
        pipeline.read()
        waiting = proven(pipeline)
        pipeline.run()
        loaded = proven(pipeline, now=lambda: pipeline.hub.clock.now + timedelta(seconds=1))
        for report in (waiting, loaded):
            assert (report.orders("quarantined"), report.orders("missing")) == ((str(bad),), ())
            assert report.incomplete == ()
            identity_holds(report)


@pytest.mark.long
def test_an_order_without_a_readable_id_counts_as_quarantined_where_one_is(tmp_path):
    with a_fortnight(tmp_path) as pipeline:
        pipeline.hub.faults.spoil(an_order_of_us(pipeline), "no_id")
        pipeline.run()
        proof = proof_of(proven(pipeline), UNEXPORTED)
        assert (proof.quarantined_count, proof.missing_count) == (1, 0)


def test_an_order_that_the_hub_purged_is_told_and_no_error(pipeline):
    row = max(pipeline.table("orders"), key=lambda row: row["purchased_at"])
    purge(pipeline, row["order_id"])
    report = proven(pipeline)
    assert (report.orders("gone"), report.orders("missing"), report.incomplete) == ((row["order_id"],), (), ())
    pipeline.run()
    assert [row["gone_count"] for row in pipeline.table("proofs") if row["gone_count"]] == [1]


def test_an_order_that_is_listed_and_cannot_be_had_by_id_leaves_the_proof_incomplete_until_it_can(pipeline):
    missed = committed_late(pipeline, 1_001, day_before(pipeline), by=AN_HOUR)
    with refusing(pipeline, missed):
        report = proven(pipeline)
    assert (report.orders("missing"), report.orders("fetched")) == ((missed,), ())
    assert [finding.proof.is_complete for finding in report.incomplete] == [False, False]
    later = proven(pipeline, now=lambda: pipeline.hub.clock.now + AN_HOUR)
    assert (later.orders("fetched"), later.incomplete) == ((missed,), ())


def test_an_order_that_is_gone_when_it_is_asked_for_by_id_is_recorded_as_absent(pipeline):
    missed = committed_late(pipeline, 1_001, day_before(pipeline), by=AN_HOUR)
    hub = hub_of(pipeline)
    row = hub._row
    hub._row = lambda access, name, key: row(access, name, 0 if key == int(missed) else key)
    report = proven(pipeline)
    assert (report.orders("absent"), report.incomplete) == ((missed,), ())
    pipeline.run()
    assert {row["absent_count"] for row in pipeline.table("proofs") if row["missing_count"]} == {1}


def test_a_hub_that_counts_nothing_is_proven_by_its_lists(pipeline):
    hub_of(pipeline).count = lambda access, query: b"we do not count"
    missed = committed_late(pipeline, 1_001, day_before(pipeline, days=9), by=AN_HOUR)
    report = proven(pipeline)
    assert report.orders("fetched") == (missed,)
    assert {proof.method for proof in report.proofs} == {"keyset"}


def test_a_hub_that_fails_half_way_leaves_what_was_proven_and_says_what_was_not(pipeline):
    pipeline.hub.faults.arm([Fault("server_error", nth=tuple(range(10, 200)), path="/v1/Orders")])
    report = proven(pipeline)
    assert report.proofs
    assert "status 500" in report.failures[0]
    assert report.failures[-1].endswith("not asked for")
    (noted,) = newest(AccountLanding(pipeline.home.landing, "us").folder, PROOFS)
    assert (noted.failures, noted.windows) == (report.failures, len(report.proofs))
    pipeline.hub.faults.disarm()
    pipeline.run()
    assert len(pipeline.table("proofs")) == len(report.proofs)


def test_one_day_can_be_proven_alone_and_by_its_ids(pipeline):
    report = proven(pipeline, day=date(2026, 9, 20))
    assert [(proof.subject, proof.method) for proof in report.proofs] == [("2026-09-20", "keyset")]
    with pytest.raises(NotRead, match="read from 2026-09-16 on"):
        proven(pipeline, day=date(2026, 9, 15))


def test_a_damaged_file_of_proofs_stops_no_load(pipeline):
    proven(pipeline)
    (file,) = (pipeline.home.landing / "us" / "proofs").glob("*.json")
    file.write_text("{")
    pipeline.hub.clock.advance(AN_HOUR)
    pipeline.read()
    with pytest.raises(WindowsDamaged, match="tells no proofs; remove it") as told:
        pipeline.load()
    assert told.value.report.windows


@pytest.mark.long
@pytest.mark.parametrize("seed", range(10))
def test_under_all_faults_nothing_that_is_held_is_called_missing_and_what_is_missing_comes_in(tmp_path, seed):
    with a_fortnight(tmp_path, orders=120, seed=seed, page_size="vary") as pipeline:
        pipeline.run()
        missed = committed_late(pipeline, 1_001, day_before(pipeline), by=AN_HOUR)
        pipeline.hub.sandbox.arm("all")
        reports = [proven(pipeline, now=lambda run=run: pipeline.hub.clock.now + run * AN_HOUR) for run in range(4)]
        pipeline.hub.faults.disarm()
        reports.append(proven(pipeline, now=lambda: pipeline.hub.clock.now + 9 * AN_HOUR))
        for report in reports:
            identity_holds(report)
            assert set(report.orders("missing")) <= {missed}, f"seed {seed}"
        assert [report.orders("fetched") for report in reports].count((missed,)) == 1, f"seed {seed}"
        pipeline.hub.clock.advance(timedelta(minutes=15))
        pipeline.run()
        assert_equal_tables(pipeline.tables(), pipeline.truth())
