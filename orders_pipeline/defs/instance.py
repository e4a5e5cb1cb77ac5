"""The instance of Dagster's home: where runs, events and the places in pools are kept."""

from collections.abc import Iterator
from contextlib import contextmanager

import dagster as dg

from orders_pipeline.defs.dagster_home import prepare
from orders_pipeline.settings import Home


@contextmanager
def opened(home: Home) -> Iterator[dg.DagsterInstance]:
    with dg.DagsterInstance.from_config(str(prepare(home))) as instance:
        yield instance
