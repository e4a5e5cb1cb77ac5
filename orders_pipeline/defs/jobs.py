"""What is run: a job for each account that reads it, and one that loads and publishes. Nothing is tried again."""

import dagster as dg

from orders_pipeline.defs.names import (
    LOAD_AND_PUBLISH,
    PUBLISHED_KEY,
    landing_key,
    proof_key,
    read_job_name,
    table_key,
    view_key,
)
from orders_pipeline.model.tables import TABLES
from orders_pipeline.settings import Account
from orders_pipeline.warehouse.statements import views


def read_job(account: Account):
    return dg.define_asset_job(
        read_job_name(account.name),
        selection=dg.AssetSelection.assets(landing_key(account.name))
        - dg.AssetSelection.checks(proof_key(account.name)),
        description=f"Read what is new of {account.name}, up to its hub's clock, and certify it.",
        tags=account_tags(account),
    )


def account_tags(account: Account) -> dict[str, str]:
    """On jobs, schedules and runs, so that an account's runs can be listed."""
    return {"account": account.name}


load_and_publish = dg.define_asset_job(
    LOAD_AND_PUBLISH,
    selection=dg.AssetSelection.assets(
        *(table_key(table.name) for table in TABLES), PUBLISHED_KEY, *(view_key(view.name) for view in views())
    ),
    description="Load every certified window that waits, check the tables, publish what changed.",
)
