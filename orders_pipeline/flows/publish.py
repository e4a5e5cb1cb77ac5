"""Publish what changed since the last snapshot: the step after loading, idempotent. Needs no channels."""

from collections.abc import Callable
from datetime import datetime

from orders_pipeline.flows.clock import utc_now
from orders_pipeline.settings import Home
from orders_pipeline.warehouse.publish import PublishReport, publish

Step = Callable[[str], None]


def publish_snapshot(
    home: Home, *, now: Callable[[], datetime] = utc_now, step: Step = lambda name: None
) -> PublishReport:
    """A new snapshot for readers, if anything changed since the last."""
    return publish(home.warehouse, home.snapshots, home.published, now=now(), step=step)
