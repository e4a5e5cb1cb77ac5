"""Days of the past of an account: an asset partitioned by the merchant's day, a job for it, and the end of killed runs.

A run takes a range of days. One at a time backfills an account: the others wait for their place in its pool.
"""

from collections.abc import Iterator, Sequence
from datetime import date

import dagster as dg

from orders_pipeline.channels.registry import days_by
from orders_pipeline.defs.catalog import OPERATIONS
from orders_pipeline.defs.failures import KNOWN, plain_failures
from orders_pipeline.defs.jobs import account_tags
from orders_pipeline.defs.landing import certificates_table
from orders_pipeline.defs.names import LANDING, backfill_key, backfill_name
from orders_pipeline.defs.runs import is_backfilled, is_living, of_any
from orders_pipeline.flows.backfill.certified import DayHeld, days_held
from orders_pipeline.flows.backfill.estimate import Estimate
from orders_pipeline.flows.backfill.reading import Backfilled, DaysMissing, backfill
from orders_pipeline.flows.subscriptions import raise_all, relisted
from orders_pipeline.settings import Account, Home

YEARS_BEFORE = 2
"""Partitions begin with the January of so many years before the account's start_on: whole years to compare with, and
a calendar that a page can still show. The command line reads earlier days too.
"""

DESCRIPTION = """\
The orders of account {name} that were {days_by} on days of the past, each day in certified windows of its own.

**Days** are the merchant's ({time_zone}). They may lie before {start_on}, where the account begins; a day that the
live windows hold as well is read anew. Earlier than {earliest}: `orders-pipeline backfill {name} --from … --to …`.

**Promise.** It runs beside the live readings, leaves a place of the hub free for them and never moves their cursor.
What is certified is not read again: a run that was stopped or killed goes on when its days are materialized again.
What it brings is loaded by `load_and_publish`; orders that are older than what is loaded change nothing.
"""


def earliest(account: Account) -> date:
    return date(account.start_on.year - YEARS_BEFORE, 1, 1)


def backfill_asset(account: Account) -> dg.AssetsDefinition:
    @dg.asset(
        key=backfill_key(account.name),
        group_name=LANDING,
        owners=[OPERATIONS],
        kinds={account.channel, "file"},
        tags={"backfill": ""},
        description=DESCRIPTION.format(
            name=account.name,
            time_zone=account.time_zone,
            start_on=account.start_on,
            earliest=earliest(account),
            days_by=days_by(account.channel),
        ),
        metadata={"account": account.name, "channel": account.channel, "time_zone": account.time_zone},
        partitions_def=dg.DailyPartitionsDefinition(start_date=str(earliest(account)), timezone=account.time_zone),
        backfill_policy=dg.BackfillPolicy.single_run(),
        pool=backfill_name(account.name),
        output_required=False,
    )
    def days(context: dg.AssetExecutionContext, home: dg.ResourceParam[Home]) -> Iterator[dg.AssetMaterialization]:
        """Tells of each day by itself, so that days that are certified stand also where others fail."""

        def begin(expected: Estimate) -> None:
            for line in expected.lines(account.start_on):
                context.log.info(line)

        asked = context.partition_key_range
        first, last = date.fromisoformat(asked.start), date.fromisoformat(asked.end)
        reports: list[Backfilled] = []
        failures: list[Exception] = []
        with plain_failures():
            accounts = relisted(home, account, line=context.log.info)
            for one in accounts:
                try:
                    reports.append(backfill(home, one, first, last, begin=begin, progress=context.log.info))
                except DaysMissing as missing:
                    reports.append(missing.report)
                    failures.append(missing)
                except KNOWN as error:
                    failures.append(error)
            if len(reports) == len(accounts):
                yield from _materialized(home, account, reports)
            raise_all(account, failures, len(accounts))
        if cut := [report.expected.span for report in reports if report.expected.span.is_cut]:
            until = min(span.window.end for span in cut)
            raise dg.Failure(
                description=f"account {account.name}: {last} is not over at the hub, which is read up to "
                f"{until:%Y-%m-%d %H:%M} UTC. Materialize it again when it is.",
                allow_retries=False,
            )

    return days


def _materialized(home: Home, account: Account, reports: Sequence[Backfilled]) -> Iterator[dg.AssetMaterialization]:
    """A day is there when it is held of every subscription that the account stands for."""
    held = [{one.day: one for one in days_held(home, report.expected.span)} for report in reports]
    for day in sorted(set(held[0]).intersection(*held[1:])) if held else ():
        metadata = _metadata([of_stream[day] for of_stream in held])
        yield dg.AssetMaterialization(backfill_key(account.name), partition=str(day), metadata=metadata)


def _metadata(held: Sequence[DayHeld]) -> dict[str, dg.MetadataValue]:
    certificates = [one for of_stream in held for one in of_stream.certificates]
    return {
        "orders": dg.MetadataValue.int(sum(one.orders for one in held)),
        "windows": dg.MetadataValue.int(len(certificates)),
        "pages": dg.MetadataValue.int(sum(one.pages for one in held)),
        "certificates": certificates_table(certificates),
    }


def backfill_job(account: Account):
    return dg.define_asset_job(
        backfill_name(account.name),
        selection=dg.AssetSelection.assets(backfill_key(account.name)),
        tags=account_tags(account),
        description=f"Read days of the past of {account.name} beside its live windows; one day or a range in a run.",
    )


def end_killed_backfills(instance: dg.DagsterInstance, home: Home, account: Account) -> None:
    """Frees the account's place in the pool where the process of the run that has it was killed."""
    pool = instance.event_log_storage.get_concurrency_info(backfill_name(account.name))
    for run_id in pool.active_run_ids:
        run = instance.get_run_by_id(run_id)
        if run is None or run.is_finished:
            instance.event_log_storage.free_concurrency_slots_for_run(run_id)
        else:
            is_living(instance, run, of_any(home, account, is_backfilled))
