"""What accounts and tables are called in Dagster: keys, groups, jobs, the pool."""

import dagster as dg

LANDING, WAREHOUSE, PUBLISHED = "landing", "warehouse", "published"
LOAD_AND_PUBLISH = "load_and_publish"
POOL = "warehouse"  # who writes the warehouse or copies it; limited to one in dagster.yaml


def plain(account: str) -> str:
    """The account in letters, digits and `_`, as Dagster wants names; two accounts are never called the same.

    `us-main/12345678` gives `us_main__12345678`.
    """
    return account.replace("--", "_DASH_").replace("-", "_").replace("/", "__")


def read_job_name(account: str) -> str:
    return f"read_{plain(account)}"


def landing_key(account: str) -> dg.AssetKey:
    return dg.AssetKey([LANDING, plain(account)])


def table_key(table: str) -> dg.AssetKey:
    return dg.AssetKey([WAREHOUSE, table])


PUBLISHED_KEY = dg.AssetKey([PUBLISHED])
