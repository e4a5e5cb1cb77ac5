"""Days of the past, read beside the live windows: which, at what cost, and what is said where some cannot be had."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from threading import Event, Thread
from urllib.parse import unquote

import pytest
from starlette.responses import Response

from orders_pipeline.channels.channeladvisor.client import ChannelAdvisor
from orders_pipeline.flows.backfill import plan
from orders_pipeline.flows.backfill.again import generation
from orders_pipeline.flows.backfill.certified import days_held
from orders_pipeline.flows.backfill.estimate import lasting
from orders_pipeline.flows.backfill.reading import DaysMissing, backfill, estimate_backfill
from orders_pipeline.flows.backfill.span import BadRange, span_of
from orders_pipeline.landing.account import AccountLanding, Busy
from orders_pipeline.landing.manifest import Purpose
from orders_pipeline.model.window import Window
from orders_pipeline.sandbox.world import World, an_order
from orders_pipeline_tests.healing import come_to_rest
from orders_pipeline_tests.pipeline import IN_A_HURRY, US, a_pipeline, assert_equal_tables

START = datetime(2026, 6, 1, tzinfo=UTC)
NOW = datetime(2026, 8, 3, 12, tzinfo=UTC)
JULY = date(2026, 7, 1), date(2026, 7, 31)
SINCE_MAY = date(2026, 5, 31), date(2026, 7, 31)  # all that is before the accounts' start_on
SETTLED = datetime(2026, 8, 3, 11, 58, tzinfo=UTC)


@pytest.fixture
def pipeline(tmp_path):
    world = World(seed=3, orders=60, start=START, end=NOW)
    with a_pipeline(tmp_path, world, profiles=US, page_size=7, now=NOW) as made:
        yield made


def of(pipeline):
    return {"environ": pipeline.environ, "patience": IN_A_HURRY}


def read(pipeline, first, last, **options):
    return backfill(pipeline.home, pipeline.settings.account("us"), first, last, **of(pipeline), **options)


def estimate(pipeline, first, last):
    return estimate_backfill(pipeline.home, pipeline.settings.account("us"), first, last, **of(pipeline))


def landing(pipeline):
    return AccountLanding(pipeline.home.landing, "us")


def windows(pipeline):
    return landing(pipeline).covered(Purpose.BACKFILL)


def changed_between(pipeline, start, end):
    """Orders of the account that the hub shows as changed last within the span, as its truth has them."""
    return sum(start <= row["updated_at"] < end for row in pipeline.truth()["orders"])


def new_york(day):
    return datetime(day.year, day.month, day.day, 4, tzinfo=UTC)  # in summer


AUGUST = date(2026, 7, 30), date(2026, 8, 1)


def test_days_that_are_certified_are_read_again_beside_the_earlier_windows_and_each_time_anew(pipeline):
    first = read(pipeline, *AUGUST)
    assert read(pipeline, *AUGUST).read == ()
    held = windows(pipeline)
    again = read(pipeline, *AUGUST, again=True)
    assert (len(again.read), again.orders, again.missing) == (len(first.read), first.orders, ())
    assert set(held) < set(windows(pipeline)), "what was certified stays as it was"
    read(pipeline, *AUGUST, again=True)
    assert len(windows(pipeline)) == 3 * len(held)
    assert read(pipeline, *AUGUST).read == ()
    pipeline.load()
    pipeline.publish()
    assert len(pipeline.table("loads")) == 3 * len(held)
    account = pipeline.settings.account("us")
    span = span_of(account, *AUGUST, SETTLED)
    assert sum(day.orders for day in days_held(pipeline.home, span)) == first.orders, "of each day one reading"


def test_a_version_that_was_not_seen_comes_in_when_its_day_is_read_again(pipeline):
    read(pipeline, *JULY)
    pipeline.load()
    at = new_york(date(2026, 7, 15)) + timedelta(hours=9)
    pipeline.hub.world.with_order(an_order(1_001, purchased_at=at, imported_at=at, updated_at=at))
    read(pipeline, *JULY)
    assert pipeline.load().received == 0
    read(pipeline, date(2026, 7, 15), date(2026, 7, 15), again=True)
    pipeline.load()
    pipeline.publish()
    assert "1001" in {row["order_id"] for row in pipeline.table("orders")}


def test_reading_again_goes_on_where_it_was_cut_off(pipeline):
    read(pipeline, *JULY)
    certified = 0

    def die(name):
        nonlocal certified
        certified += name == "extract: window certified"
        if certified >= 5:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        read(pipeline, *JULY, again=True, step=die)
    left = read(pipeline, *JULY, again=True)
    assert 0 < len(left.read) < 31
    assert {generation(window) for window in windows(pipeline)} == {0, 1}
    assert len(read(pipeline, *JULY, again=True).read) == 31, "and is begun anew after it has ended"


def test_days_before_the_start_complete_the_tables_and_days_that_are_held_change_no_row(pipeline):
    report = read(pipeline, *SINCE_MAY)
    assert (report.missing, len(report.read)) == ((), 62)
    assert landing(pipeline).covered(Purpose.LIVE) == [], "live windows are left alone"
    come_to_rest(pipeline.hub)
    pipeline.run()
    assert_equal_tables(pipeline.tables(), pipeline.truth())
    read(pipeline, date(2026, 8, 1), date(2026, 8, 3))
    again = pipeline.load()
    assert again.counts["unchanged"] == again.received > 0


def test_windows_that_are_loaded_after_newer_ones_of_the_same_orders_are_stale(pipeline):
    """A backfill reads an order; it changes and live windows bring it; then the backfill's windows are loaded."""
    read(pipeline, *SINCE_MAY)
    aside = pipeline.home.root / "aside"
    (landing(pipeline).folder / "backfill").rename(aside)
    old = [life.order.order_id for life in pipeline.hub.world.lives.values() if life.order.profile_id == US["us"]][:5]
    for order_id in old:
        pipeline.hub.world.edit(order_id, NOW + timedelta(minutes=5))
    pipeline.hub.clock.advance(timedelta(minutes=15))
    come_to_rest(pipeline.hub)
    pipeline.read()
    pipeline.load()
    aside.rename(landing(pipeline).folder / "backfill")
    assert pipeline.load().counts["stale"] == len(old)
    assert_equal_tables(pipeline.tables(pipeline.warehouse_file), pipeline.truth())


def test_what_is_certified_is_not_asked_for_again(pipeline):
    read(pipeline, date(2026, 7, 5), date(2026, 7, 10))
    asked = len(pipeline.hub.requests)
    report = read(pipeline, date(2026, 7, 1), date(2026, 7, 12))
    days = {window.window.start.date().day for window in report.read}
    assert days == {1, 2, 3, 4, 11, 12}
    assert not any("2026-07-07" in unquote(one.query) for one in pipeline.hub.requests[asked:])
    asked = len(pipeline.hub.requests)
    assert read(pipeline, date(2026, 7, 1), date(2026, 7, 12)).read == ()
    assert len(pipeline.hub.requests) <= asked + 2, "a token and the hub's clock"


def test_days_are_the_merchant_s_and_follow_one_another_where_clocks_change(tmp_path):
    world = World(seed=3, orders=60, start=datetime(2026, 10, 20, tzinfo=UTC), end=datetime(2026, 11, 8, tzinfo=UTC))
    with a_pipeline(tmp_path, world, profiles=US, now=datetime(2026, 11, 9, tzinfo=UTC)) as pipeline:
        pipeline.home.accounts_file.write_text(
            pipeline.home.accounts_file.read_text().replace("start_on = 2026-08-01", "start_on = 2026-11-05")
        )
        read(pipeline, date(2026, 10, 19), date(2026, 11, 4), now=lambda: datetime(2026, 11, 9, tzinfo=UTC))
        found = windows(pipeline)
        assert {one.length for one in found} == {timedelta(hours=24), timedelta(hours=25)}
        assert all(one.end == following.start for one, following in pairwise(found))
        pipeline.run()
        assert_equal_tables(pipeline.tables(), pipeline.truth())


def test_an_estimate_is_the_hub_s_own_count_and_does_nothing(pipeline):
    expected = estimate(pipeline, *JULY)
    assert expected.orders == changed_between(pipeline, new_york(JULY[0]), new_york(date(2026, 8, 1))) > 0
    assert (expected.days_missing, expected.page_orders, expected.limits.concurrent) == (31, 20, 4)
    assert expected.requests == 31, "a page a day"
    assert expected.seconds is None, "nothing was read yet that could tell"
    assert not landing(pipeline).folder.exists()


def test_an_estimate_holds_when_the_days_are_read(pipeline):
    read(pipeline, date(2026, 6, 1), date(2026, 6, 30))
    expected, asked = estimate(pipeline, *JULY), len(pipeline.hub.requests)
    report = read(pipeline, *JULY)
    assert report.orders == expected.orders
    assert expected.page_orders == 20
    assert expected.seconds > 0
    assert expected.requests <= len(pipeline.hub.requests) - asked <= 1.5 * expected.requests + 3


def test_an_estimate_counts_only_what_is_missing(pipeline):
    read(pipeline, date(2026, 7, 1), date(2026, 7, 30))
    expected = estimate(pipeline, *JULY)
    assert expected.days_missing == 1
    assert expected.orders == changed_between(pipeline, new_york(JULY[1]), new_york(date(2026, 8, 1)))
    told = expected.lines(date(2026, 8, 1))
    assert told[0] == "us: from 2026-07-01 to 2026-07-31, 31 days of America/New_York, both included"
    assert told[1] == "30 days certified already and not read again"


def test_days_that_live_windows_hold_are_read_anew_and_it_is_said(pipeline):
    told = estimate(pipeline, date(2026, 7, 31), date(2026, 8, 1)).lines(date(2026, 8, 1))
    assert "live windows read the days from 2026-08-01 on as well; here they are read anew" in told


def test_a_last_day_in_the_future_is_cut_to_what_is_settled_and_goes_on_from_there(pipeline):
    begun = []
    report = read(pipeline, date(2026, 8, 2), date(2099, 12, 31), begin=begun.append)
    assert (report.expected.span.last, windows(pipeline)[-1].end) == (date(2026, 8, 3), SETTLED)
    assert "2099-12-31 is not over at the hub: cut to what is settled, 2026-08-03 11:58 UTC" in begun[0].lines(
        SETTLED.date()
    )
    pipeline.hub.clock.advance(timedelta(hours=1))
    (more,) = read(pipeline, date(2026, 8, 2), date(2026, 8, 3)).read
    assert more.window == Window(SETTLED, SETTLED + timedelta(hours=1))


@pytest.mark.parametrize(
    ("first", "last", "words"),
    [
        (date(2026, 7, 2), date(2026, 7, 1), "2026-07-02, is after the last, 2026-07-01"),
        (date(2026, 8, 4), date(2026, 8, 9), "in the future of account us"),
        (date(1026, 7, 1), date(2026, 7, 1), "is before 2000-01-01"),
    ],
)
def test_days_that_cannot_be_read_are_refused(pipeline, first, last, words):
    with pytest.raises(BadRange, match=words):
        read(pipeline, first, last)
    assert windows(pipeline) == []


class OneDayFails:
    """A hub that refuses whatever asks for windows that begin at an instant."""

    def __init__(self, app, stamp):
        self.app, self.stamp = app, f"UpdatedDateUtc ge {stamp}"

    async def __call__(self, scope, receive, send):
        failing = self.stamp in unquote(scope["query_string"].decode())
        await (Response(status_code=400) if failing else self.app)(scope, receive, send)


def test_a_day_that_fails_leaves_the_others_and_the_same_command_goes_on(pipeline):
    log = pipeline.hub.sandbox.log
    log.app = OneDayFails(whole := log.app, "2026-07-14T04:00:00Z")
    with pytest.raises(DaysMissing, match="1 of 31 days missing: 2026-07-14") as failed:
        read(pipeline, *JULY)
    assert "orders-pipeline backfill us --from 2026-07-01 --to 2026-07-31" in str(failed.value)
    assert len(windows(pipeline)) == 30
    log.app = whole
    (again,) = read(pipeline, *JULY).read
    assert again.window.start == new_york(date(2026, 7, 14))


def test_busy_days_are_counted_and_cut_into_windows(tmp_path, monkeypatch):
    monkeypatch.setattr(plan, "ORDERS_A_WINDOW", 10)
    monkeypatch.setattr(plan, "BUSY_DAY", 2)
    world = World(seed=3, orders=90, start=datetime(2026, 7, 30, tzinfo=UTC), end=datetime(2026, 7, 31, tzinfo=UTC))
    with a_pipeline(tmp_path, world, profiles=US, now=NOW) as pipeline:
        lines = []
        report = read(pipeline, date(2026, 7, 29), date(2026, 8, 1), progress=lines.append)
        assert len(report.read) > 6
        assert report.orders == report.expected.orders > 20
        assert all(one.end == following.start for one, following in pairwise(windows(pipeline)))
        assert any("certified in part" in line for line in lines)
        assert lines[-1].startswith("us: 4 of 4 days")


def test_a_hub_that_gives_no_counts_is_read_all_the_same(pipeline, monkeypatch):
    counts = ChannelAdvisor.count
    monkeypatch.setattr(ChannelAdvisor, "count", lambda self, window: counts(self, window) and None)
    begun, lines = [], []
    report = read(pipeline, *JULY, begin=begun.append, progress=lines.append)
    assert "to read: 31 days; the hub gives no counts; at least 31 requests, one a day" in begun[0].lines(
        date(2026, 8, 1)
    )
    assert (report.missing, len(lines)) == ((), 31)


def test_progress_tells_days_orders_pace_and_the_end(pipeline):
    lines, clock = [], [NOW]

    def now():
        clock[0] += timedelta(seconds=1)
        return clock[0]

    report = read(pipeline, *JULY, now=now, progress=lines.append)
    assert lines[0].startswith("us: 1 of 31 days, 2026-07-")
    assert lines[-1].startswith("us: 31 of 31 days, ")
    assert f"; {report.orders} orders, " in lines[-1]
    assert " a second, about " in lines[15]
    assert " left, until 1" in lines[15]


def test_a_live_tick_neither_waits_for_a_backfill_nor_breaks_it(pipeline):
    held, go_on, reports = Event(), Event(), []

    def step(name):
        if name == "extract: page landed":
            held.set()
            assert go_on.wait(30)

    thread = Thread(target=lambda: reports.append(read(pipeline, *SINCE_MAY, step=step)))
    thread.start()
    assert held.wait(30)
    tick = pipeline.read()
    assert tick.cursor_after == SETTLED, "the backfill stands still meanwhile, all of its readers"
    with pytest.raises(Busy, match="account us is being backfilled by process"):
        read(pipeline, *JULY)
    assert estimate(pipeline, *JULY).days_missing == 31, "asking what it takes waits for nobody"
    go_on.set()
    thread.join(30)
    assert (reports[0].missing, reports[0].failures) == ((), ())
    assert reports[0].orders == reports[0].expected.orders
    assert landing(pipeline).covered(Purpose.LIVE)[-1].end == SETTLED


@pytest.mark.parametrize(("concurrent", "places"), [(5, 4), (2, 1), (1, 1)])
def test_a_place_of_the_hub_stays_free_for_live_windows_where_there_are_several(pipeline, concurrent, places):
    text = pipeline.home.accounts_file.read_text().replace("concurrent = 5", f"concurrent = {concurrent}")
    pipeline.home.accounts_file.write_text(text)
    assert plan.beside_live(pipeline.settings.account("us")).limits.concurrent == places


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(5, "under a minute"), (70, "about 1 minute"), (1500, "about 25 minutes"), (7260, "about 2 hours 1 minute")],
)
def test_durations_are_told_as_people_do(seconds, words):
    assert lasting(seconds) == words
