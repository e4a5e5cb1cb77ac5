"""A proof killed with -9 leaves nothing half: the next one finds the same, and every order is loaded once."""

import os
import signal
from datetime import timedelta
from pathlib import Path

import pytest

from orders_pipeline.flows.proof.run import prove
from orders_pipeline.sandbox.world import World
from orders_pipeline.settings import Home, load_settings
from orders_pipeline_tests.flows.proving import committed_late, proven
from orders_pipeline_tests.killed import CONTEXT
from orders_pipeline_tests.pipeline import US, a_pipeline, assert_equal_tables

# Step -> what the next proof still finds missing: nothing where the order was landed before the end.
STEPS = {
    "proof: compared": ("1001",),
    "single: orders read, not certified": ("1001",),
    "single: orders certified": (),
    "proof: kept": (),
}
ALWAYS = "single: orders certified"


@pytest.mark.parametrize(
    ("step", "missing"),
    [pytest.param(*pair, id=pair[0], marks=() if pair[0] == ALWAYS else pytest.mark.long) for pair in STEPS.items()],
)
def test_a_proof_killed_at_a_step_is_made_good_by_the_next(tmp_path, step, missing):
    with a_pipeline(tmp_path, World(seed=2, orders=30), profiles=US) as pipeline:
        pipeline.run()
        committed_late(pipeline, 1_001, pipeline.hub.clock.now - timedelta(days=1), by=timedelta(hours=1))
        process = CONTEXT.Process(target=_killed, args=(tmp_path, pipeline.environ, step))
        process.start()
        process.join(60)
        assert process.exitcode == -signal.SIGKILL
        assert proven(pipeline).orders("missing") == missing
        pipeline.run()
        assert_equal_tables(pipeline.tables(), pipeline.truth())


def _killed(folder: Path, environ: dict[str, str], fatal: str) -> None:
    def step(name: str) -> None:
        if name == fatal:
            os.kill(os.getpid(), signal.SIGKILL)

    home = Home.at(folder)
    prove(home, load_settings(home.accounts_file).account("us"), environ=environ, step=step)
