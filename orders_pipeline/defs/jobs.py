"""What is run: a job for each account that reads it, and one that loads and publishes. Nothing is tried again."""

import dagster as dg

from orders_pipeline.defs.names import LOAD_AND_PUBLISH, PUBLISHED, WAREHOUSE, landing_key, read_job_name
from orders_pipeline.settings import Account


def read_job(account: Account):
    return dg.define_asset_job(
        read_job_name(account.name),
        selection=dg.AssetSelection.assets(landing_key(account.name)),
        description=f"Read what is new of {account.name}, up to its hub's clock, and certify it.",
    )


load_and_publish = dg.define_asset_job(
    LOAD_AND_PUBLISH,
    selection=dg.AssetSelection.groups(WAREHOUSE, PUBLISHED),
    description="Load every certified window that waits, check the tables, publish what changed.",
)
