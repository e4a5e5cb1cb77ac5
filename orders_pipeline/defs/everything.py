"""All of it together, from the settings: one list a kind."""

import warnings

import dagster as dg

from orders_pipeline.defs.acknowledging import acknowledge_job, orders_wait_for_marks
from orders_pipeline.defs.actions import JOBS as ACTION_JOBS
from orders_pipeline.defs.actions_checks import CHECKS as ACTION_CHECKS
from orders_pipeline.defs.actions_starts import SCHEDULES as ACTION_SCHEDULES
from orders_pipeline.defs.actions_starts import inbox
from orders_pipeline.defs.alerts import alerts
from orders_pipeline.defs.backfill import backfill_asset, backfill_job
from orders_pipeline.defs.jobs import load_and_publish, read_job
from orders_pipeline.defs.landing import landing_asset
from orders_pipeline.defs.open_rejects import quarantine_is_empty
from orders_pipeline.defs.proofs import proof_check, prove_job, prove_schedule
from orders_pipeline.defs.published import publish
from orders_pipeline.defs.quarantine import replay_quarantine
from orders_pipeline.defs.schedules import read_schedule
from orders_pipeline.defs.sensors import certified_windows_wait
from orders_pipeline.defs.totals import totals_add_up
from orders_pipeline.defs.warehouse import warehouse_tables
from orders_pipeline.settings import Home, Settings


def definitions_of(home: Home, settings: Settings) -> dg.Definitions:
    with warnings.catch_warnings():
        # In beta, and the version of Dagster is pinned: it cannot change under us, and need not be told at every start.
        warnings.filterwarnings("ignore", "Parameter `backfill_policy`", dg.BetaWarning)
        return _definitions_of(home, settings)


def _definitions_of(home: Home, settings: Settings) -> dg.Definitions:
    accounts = settings.accounts
    return dg.Definitions(
        assets=[
            *(asset(account) for asset in (landing_asset, backfill_asset) for account in accounts),
            warehouse_tables(accounts),
            publish,
        ],
        asset_checks=[
            totals_add_up,
            quarantine_is_empty,
            *ACTION_CHECKS,
            *(proof_check(account) for account in accounts),
        ],
        jobs=[
            *(job(account) for job in (read_job, prove_job, backfill_job) for account in accounts),
            load_and_publish,
            replay_quarantine,
            *ACTION_JOBS,
            acknowledge_job,
        ],
        schedules=[
            *(schedule(account) for schedule in (read_schedule, prove_schedule) for account in accounts),
            *ACTION_SCHEDULES,
        ],
        sensors=[certified_windows_wait, inbox, orders_wait_for_marks, alerts],
        resources={"home": home, "settings": settings},
        executor=dg.in_process_executor,
    )
