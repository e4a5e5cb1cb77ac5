"""A backfill of 90 days, killed with -9 and resumed three times while live ticks run, ends in tables that are the
truth; and the live cursor was moved by the ticks alone.
"""

import signal
from datetime import UTC, datetime, timedelta

import pytest

from orders_pipeline.landing.account import AccountLanding
from orders_pipeline.landing.manifest import Purpose
from orders_pipeline.model.window import cursor, settled
from orders_pipeline.sandbox.world import World
from orders_pipeline.settings.dialects import DIALECTS
from orders_pipeline_tests.backfilling import started
from orders_pipeline_tests.healing import TICK, come_to_rest
from orders_pipeline_tests.pipeline import US, a_pipeline, assert_counts_add_up, assert_equal_tables

SETTLE = DIALECTS["channeladvisor"].settle
START = datetime(2026, 5, 3, 4, tzinfo=UTC)  # as 90 days in New York begin
LIVE_START = datetime(2026, 8, 1, 4, tzinfo=UTC)


class Live:
    """The ticks of a schedule. Each moves the cursor from where the tick before left it to what is then settled."""

    def __init__(self, pipeline):
        self.pipeline, self.landing = pipeline, AccountLanding(pipeline.home.landing, "us")
        self.reached, self.ticks = LIVE_START, 0

    @property
    def cursor(self):
        return cursor(LIVE_START, self.landing.covered(Purpose.LIVE))

    def tick(self):
        self.pipeline.hub.clock.advance(TICK)
        self.read()

    def read(self):
        assert self.cursor == self.reached, "something else than a tick moved the cursor"
        report = self.pipeline.read()
        assert (report.cursor_before, report.cursor_after) == (
            self.reached,
            settled(self.pipeline.hub.clock.now, SETTLE),
        )
        self.reached, self.ticks = report.cursor_after, self.ticks + 1


def backfilled(landing):
    """When each window was certified: one that is read again has another instant."""
    return {manifest.window_id: manifest.certified_at for manifest in landing.manifests(Purpose.BACKFILL)}


def run_beside(live, fatal="", nth=0):
    """A backfill that dies at a step, or ends; live ticks for as long as it lives. Returns its exit code."""
    process, pipe = started(live.pipeline.home.root, live.pipeline.environ, fatal, nth)
    pipe.recv()
    ticks = live.ticks
    while process.is_alive():
        live.tick()
    process.join(60)
    assert live.ticks > ticks, "a tick ran beside the backfill"
    assert live.cursor == live.reached
    return process.exitcode


KILLS = (("extract: page landed", 25), ("extract: window certified", 20), ("extract: window read, not certified", 15))


def killed_and_resumed(pipeline):
    live = Live(pipeline)
    live.tick()
    for fatal, nth in KILLS:
        before = backfilled(live.landing)
        assert run_beside(live, fatal, nth) == -signal.SIGKILL
        assert before.items() < backfilled(live.landing).items(), "what is certified stays, and is not read again"
    before = backfilled(live.landing)
    assert run_beside(live) == 0
    assert before.items() < backfilled(live.landing).items()
    pipeline.hub.clock.advance(TICK)
    come_to_rest(pipeline.hub)
    live.read()
    pipeline.load()
    pipeline.publish()
    assert_equal_tables(pipeline.tables(), pipeline.truth())
    assert_counts_add_up(pipeline)


def test_a_backfill_of_90_days_killed_three_times_beside_live_ticks_ends_in_the_truth(tmp_path):
    world = World(seed=11, orders=220, start=START, end=LIVE_START + timedelta(days=9))
    now = LIVE_START + timedelta(days=2)
    with a_pipeline(tmp_path, world, profiles=US, page_size=100, now=now, latency=0.01) as pipeline:
        killed_and_resumed(pipeline)


@pytest.mark.long
@pytest.mark.parametrize("seed", [21, 22])
def test_a_busy_backfill_of_90_days_killed_three_times_ends_in_the_truth(tmp_path, seed):
    world = World(seed=seed, orders=6_000, start=START, end=LIVE_START + timedelta(days=9))
    now = LIVE_START + timedelta(days=2)
    with a_pipeline(tmp_path, world, profiles=US, page_size="vary", now=now) as pipeline:
        killed_and_resumed(pipeline)
