"""One whole demo with canaries in it, run once for all tests of this folder and all workers."""

import fcntl
import json
import os
import subprocess
import sys
from functools import cached_property
from pathlib import Path

import pytest

from orders_pipeline.settings import Home
from orders_pipeline_tests.pipeline import rows_of

ROOT = Path(__file__).parents[2]
SMALL = {"seed": 7, "orders": 40, "start": "2026-08-01T00:00:00+00:00", "end": "2026-09-30T00:00:00+00:00"}


class Whole:
    """What `whole` left: a home, and what each command said."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.home, self.told = folder, Home.at(folder / "home"), folder / "told"

    def out(self, name: str) -> str:
        return (self.told / f"{name}.out").read_text()

    def err(self, name: str) -> str:
        return (self.told / f"{name}.err").read_text()

    @cached_property
    def codes(self) -> dict[str, int]:
        return json.loads((self.told / "codes.json").read_text())

    @cached_property
    def ledger(self) -> list[dict]:
        """As it was after both demos."""
        return json.loads((self.told / "ledger.json").read_text())

    @cached_property
    def again(self) -> dict:
        """What the second demo said as JSON."""
        return json.loads(self.out("again").splitlines()[-1])

    def query(self, sql: str) -> list[dict]:
        """Of the snapshot that the second demo published."""
        from orders_pipeline.warehouse.query import reading

        with reading(self.home.published / "orders.duckdb") as connection:
            return rows_of(connection, sql)


@pytest.fixture(scope="session")
def whole(tmp_path_factory):
    base = tmp_path_factory.getbasetemp()
    folder = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "whole-demo"
    with (folder.parent / "whole-demo.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (folder / "told" / "codes.json").exists():
            made = Whole(folder)
            made.home.make()
            made.told.mkdir(exist_ok=True)
            (made.home.sandbox / "world.json").write_text(json.dumps(SMALL))
            run_it(made)
    return Whole(folder)


def run_it(made: Whole) -> None:
    command = [sys.executable, "-m", "orders_pipeline_tests.story.whole"]
    with (made.told / "process.err").open("w") as err:
        subprocess.run(
            [*command, "--home", str(made.home.root), "--told", str(made.told)],
            env=os.environ | {"PYTHONPATH": str(ROOT), "COLUMNS": "200"},
            stderr=err,
            check=False,
            timeout=400,
        )
    assert (made.told / "codes.json").exists(), (made.told / "process.err").read_text()[-2000:]
