"""A process killed with -9 at any step of extract, load or publish loses nothing and leaves nothing half done."""

import shutil
import signal
from datetime import timedelta

import pytest

from orders_pipeline.sandbox.server import running
from orders_pipeline.sandbox.world import World
from orders_pipeline.sandbox.world.catalogue import START
from orders_pipeline.settings import Home
from orders_pipeline_tests.dialects import CHANNELAPE, CHANNELUNITY, SOAP
from orders_pipeline_tests.killed import run_killed
from orders_pipeline_tests.pipeline import Pipeline, assert_counts_add_up, assert_equal_tables

# Step -> at which of its beginnings the process dies.
EXTRACT = {
    "extract: before a window is read": 1,
    "extract: page landed": 3,
    "extract: window read, not certified": 1,
    "extract: window certified": 1,
}
LOAD = dict.fromkeys(("read", "begin", "versions", "delete", "insert", "windows", "checks", "commit", "links"), 1)
PUBLISH = dict.fromkeys(("checkpoint", "copy", "parquet", "strip", "manifest", "sync", "rename", "link", "clean"), 1)
STEPS = {**EXTRACT, **LOAD, **PUBLISH}
# Each step of load and publish is killed by the tests of the warehouse; here, over the whole pipeline, these always.
ALWAYS = {*EXTRACT, "insert", "commit", "rename"}


@pytest.fixture(scope="module")
def hub():
    with running(World(seed=6, orders=30, end=START + timedelta(days=12)), per_minute=100_000, page_size=7) as there:
        yield there


@pytest.fixture(scope="module")
def landed(hub, tmp_path_factory):
    """A home that has read everything and loaded nothing."""
    pipeline = Pipeline(Home.at(tmp_path_factory.mktemp("landed")), hub)
    for account in pipeline.profiles:
        pipeline.read(account)
    return pipeline


@pytest.fixture
def pipeline(hub, landed, tmp_path, request):
    """One that is to be killed: from the first request on, or from the first load on."""
    if request.node.callspec.params["step"] not in EXTRACT:
        shutil.copytree(landed.home.landing, tmp_path / "landing")
    return Pipeline(Home.at(tmp_path), hub)


@pytest.mark.parametrize(
    ("step", "nth"),
    [pytest.param(*pair, id=pair[0], marks=() if pair[0] in ALWAYS else pytest.mark.long) for pair in STEPS.items()],
)
def test_a_run_killed_at_a_step_is_made_good_by_the_next(pipeline, step, nth):
    code, _ = run_killed(pipeline.home.root, pipeline.environ, step, nth)
    assert code == -signal.SIGKILL
    pipeline.run()
    assert_equal_tables(pipeline.tables(), pipeline.truth())
    assert_counts_add_up(pipeline)


OTHERS = [(spoken, step, nth) for spoken in (SOAP, CHANNELUNITY) for step, nth in STEPS.items()]
# One account of a hub whose orders have no marketplace: no step links any, and a window has a page.
OTHERS += [(CHANNELAPE, step, 1) for step in STEPS if step != "links"]


@pytest.mark.long
@pytest.mark.parametrize(("spoken", "step", "nth"), OTHERS, ids=lambda value: getattr(value, "channel", None))
def test_a_run_of_another_dialect_killed_at_a_step_is_made_good_by_the_next(hub, tmp_path, spoken, step, nth):
    accounts = {f"{spoken.path[1:].replace('_', '-')}-{n}": (spoken, scope) for n, scope in enumerate(spoken.scopes)}
    pipeline = Pipeline(Home.at(tmp_path), hub, profiles={}, others=accounts)
    code, _ = run_killed(pipeline.home.root, pipeline.environ, step, nth)
    assert code == -signal.SIGKILL
    pipeline.run()
    assert_equal_tables(pipeline.comparable(pipeline.tables()), pipeline.comparable(pipeline.truth()))
    assert_counts_add_up(pipeline)


@pytest.mark.parametrize("step", ["extract: no step of that name"])
def test_every_step_there_is_stands_in_the_tables_above(hub, tmp_path, step):
    pipeline = Pipeline(Home.at(tmp_path), hub)
    code, steps = run_killed(pipeline.home.root, pipeline.environ, step)
    assert (code, set(steps)) == (0, set(STEPS))
