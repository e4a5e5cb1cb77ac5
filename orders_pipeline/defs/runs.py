"""Runs in progress: which there are, and the end of those whose process was killed.

A killed process leaves a run that says 'started' for ever, and its place in a pool taken. The locks of the landing and
of the warehouse die with their process, so that they tell; runs that began a moment ago may not hold theirs yet.
"""

import time
from collections.abc import Callable, Sequence
from datetime import timedelta

import dagster as dg

from orders_pipeline.actions.journal.owners import is_anybody_alive
from orders_pipeline.defs.names import ACTION_JOBS, LOAD_AND_PUBLISH, read_job_name
from orders_pipeline.flows.subscriptions import expanded, streams
from orders_pipeline.landing.account import AccountLanding, Busy
from orders_pipeline.landing.manifest import Purpose
from orders_pipeline.settings import Account, Home, Settings
from orders_pipeline.warehouse.errors import WarehouseBusy
from orders_pipeline.warehouse.publish import PUBLISH_LOCK
from orders_pipeline.warehouse.writer import exclusive, writer_lock

Line = Callable[[str], None]

WAITING = (dg.DagsterRunStatus.QUEUED, dg.DagsterRunStatus.SUSPENDED)  # no process of their own that could die
IN_PROCESS = (
    dg.DagsterRunStatus.NOT_STARTED,
    dg.DagsterRunStatus.STARTING,
    dg.DagsterRunStatus.STARTED,
    dg.DagsterRunStatus.CANCELING,
)
SILENT = timedelta(minutes=10)
"""A run that lives says something more often, or holds its lock."""
BRIEFLY_SILENT = timedelta(seconds=5)
"""Where a person waits: long enough for a run that starts to take its lock."""

KILLED = (
    "The process of this run ended without a word: it holds no lock and has been silent. Nothing is lost: "
    "a window is certified and a batch loaded whole or not at all, and the next run goes on from there. An action that "
    "it was sending is in doubt, is not sent again, and is looked for at the hub."
)


def in_progress(
    instance: dg.DagsterInstance,
    job_name: str,
    is_at_work: Callable[[], bool],
    silent: timedelta = SILENT,
    statuses: Sequence[dg.DagsterRunStatus] = (*WAITING, *IN_PROCESS),
) -> list[str]:
    """The ids of the job's runs that live. Those that were killed are ended as failed, and their places freed."""
    records = instance.get_run_records(dg.RunsFilter(job_name=job_name, statuses=statuses))
    runs = (record.dagster_run for record in records)
    return [run.run_id for run in runs if is_living(instance, run, is_at_work, silent)]


def is_living(
    instance: dg.DagsterInstance, run: dg.DagsterRun, is_at_work: Callable[[], bool], silent: timedelta = SILENT
) -> bool:
    """A run that is not, because it was killed, is ended as failed, and its places are freed."""
    if run.status in WAITING or _silence(instance, run.run_id) < silent or is_at_work():
        return True
    instance.report_run_failed(run, KILLED)
    instance.event_log_storage.free_concurrency_slots_for_run(run.run_id)
    return False


def wait_for_readers(instance: dg.DagsterInstance, home: Home, account: Account, line: Line) -> None:
    """Until no other run reads the account."""
    _wait(instance, read_job_name(account.name), of_any(home, account, is_read), line)


def wait_for_writers(instance: dg.DagsterInstance, home: Home, line: Line) -> None:
    """Until no other run loads or publishes."""
    _wait(instance, LOAD_AND_PUBLISH, lambda: is_written(home), line)


def wait_for_actors(instance: dg.DagsterInstance, home: Home, settings: Settings, line: Line) -> None:
    """Until no other run plans, sends or looks for actions."""
    for name in ACTION_JOBS:
        _wait(instance, name, lambda: is_acting(home, settings), line)


def _wait(instance: dg.DagsterInstance, job_name: str, is_at_work: Callable[[], bool], line: Line) -> None:
    while living := in_progress(instance, job_name, is_at_work, BRIEFLY_SILENT, IN_PROCESS):
        line(f"waits for run {living[0][:8]} of the same job")
        time.sleep(1)


def _silence(instance: dg.DagsterInstance, run_id: str) -> timedelta:
    last = instance.get_records_for_run(run_id, limit=1, ascending=False).records
    return timedelta(seconds=time.time() - last[0].timestamp) if last else timedelta.max


def of_any(home: Home, account: Account, is_at_work: Callable[[Home, str], bool]) -> Callable[[], bool]:
    """Whether it is so of the account, or of any of the subscriptions that it stands for."""
    return lambda: any(is_at_work(home, one.name) for one in streams(home, account))


def is_read(home: Home, account: str) -> bool:
    """Does a process hold the account's landing?"""
    try:
        with AccountLanding(home.landing, account).reading():
            return False
    except Busy:
        return True


def is_acting(home: Home, settings: Settings) -> bool:
    """Does a process send actions, or look at single orders of any account?"""
    accounts = expanded(home, settings).accounts
    return is_anybody_alive(home.journal) or any(is_proven(home, one.name) for one in accounts)


def is_backfilled(home: Home, account: str) -> bool:
    """Does a process read days of the past of the account?"""
    try:
        with AccountLanding(home.landing, account).reading(Purpose.BACKFILL):
            return False
    except Busy:
        return True


def is_proven(home: Home, account: str) -> bool:
    """Does a process prove the account, or read single orders of it?"""
    try:
        with AccountLanding(home.landing, account).reading(Purpose.SINGLE):
            return False
    except Busy:
        return True


def is_written(home: Home) -> bool:
    """Does a process load or publish?"""
    home.snapshots.mkdir(parents=True, exist_ok=True)
    try:
        with exclusive(home.snapshots / PUBLISH_LOCK), writer_lock(home.warehouse):
            return False
    except WarehouseBusy:
        return True
