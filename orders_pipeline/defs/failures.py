"""Errors that we know by name, as failures in Dagster: their own sentence, no traceback, never tried again."""

from collections.abc import Iterator
from contextlib import contextmanager

import dagster as dg

from orders_pipeline.actions.journal import JournalRefuses
from orders_pipeline.channels.errors import HubError
from orders_pipeline.channels.registry import NotSpoken
from orders_pipeline.flows.actions.account_hub import CannotWrite
from orders_pipeline.flows.actions.worded import BadWords
from orders_pipeline.flows.backfill.reading import DaysMissing
from orders_pipeline.flows.backfill.span import BadRange
from orders_pipeline.flows.full_disk import sentence_if_full
from orders_pipeline.flows.load import WindowsDamaged
from orders_pipeline.flows.proof.run import ProofFailed
from orders_pipeline.flows.read import ReadFailed
from orders_pipeline.flows.subscriptions import StreamsFailed
from orders_pipeline.landing.account import Busy, OtherSource
from orders_pipeline.landing.bodies import Damaged
from orders_pipeline.settings import BadSettings
from orders_pipeline.warehouse.errors import WarehouseError

KNOWN = (
    HubError,
    ReadFailed,
    DaysMissing,
    BadRange,
    ProofFailed,
    Busy,
    OtherSource,
    Damaged,
    WindowsDamaged,
    StreamsFailed,
    BadSettings,
    NotSpoken,
    WarehouseError,
    JournalRefuses,
    CannotWrite,
    BadWords,
)


@contextmanager
def plain_failures() -> Iterator[None]:
    """What is not known by name goes on as it is, with its traceback."""
    try:
        yield
    except KNOWN as error:
        raise dg.Failure(description=str(error), allow_retries=False) from None
    except OSError as error:
        if full := sentence_if_full(error):
            raise dg.Failure(description=full, allow_retries=False) from None
        raise
