"""All of it together, from the settings: one list a kind."""

import dagster as dg

from orders_pipeline.defs.jobs import load_and_publish, read_job
from orders_pipeline.defs.landing import landing_asset
from orders_pipeline.defs.published import published
from orders_pipeline.defs.schedules import read_schedule
from orders_pipeline.defs.sensors import certified_windows_wait
from orders_pipeline.defs.totals import totals_add_up
from orders_pipeline.defs.warehouse import warehouse_tables
from orders_pipeline.settings import Home, Settings


def definitions_of(home: Home, settings: Settings) -> dg.Definitions:
    accounts = settings.accounts
    return dg.Definitions(
        assets=[*(landing_asset(account) for account in accounts), warehouse_tables(accounts), published],
        asset_checks=[totals_add_up],
        jobs=[*(read_job(account) for account in accounts), load_and_publish],
        schedules=[read_schedule(account) for account in accounts],
        sensors=[certified_windows_wait],
        resources={"home": home, "settings": settings},
        executor=dg.in_process_executor,
    )
