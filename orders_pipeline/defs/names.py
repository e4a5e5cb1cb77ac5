"""What accounts, tables and views are called in Dagster: keys, jobs, the pool, the code location."""

import dagster as dg

LANDING, WAREHOUSE, PUBLISHED, VIEWS = "landing", "warehouse", "published", "views"
LOAD_AND_PUBLISH = "load_and_publish"
REPLAY_QUARANTINE = "replay_quarantine"
PLAN_ACTIONS, APPLY_ACTIONS, LOOK_UP_ACTIONS = "plan_actions", "apply_actions", "look_up_actions"
RECONCILE_ACTIONS, TAKE_INBOX = "reconcile_actions", "take_inbox"
ACKNOWLEDGE_LOADED = "acknowledge_loaded"
ACTION_JOBS = (PLAN_ACTIONS, APPLY_ACTIONS, LOOK_UP_ACTIONS, RECONCILE_ACTIONS, TAKE_INBOX, ACKNOWLEDGE_LOADED)
POOL = "warehouse"  # who writes the warehouse or copies it; limited to one in dagster.yaml
JOURNAL_POOL = "journal"  # who sends actions or looks for their effects; by the default limit one at a time
CODE_LOCATION = "orders_pipeline"  # as in workspace.yaml


def plain(account: str) -> str:
    """The account in letters, digits and `_`, as Dagster wants names; two accounts are never called the same.

    `us-main/12345678` gives `us_main__12345678`.
    """
    return account.replace("--", "_DASH_").replace("-", "_").replace("/", "__")


def read_job_name(account: str) -> str:
    return f"read_{plain(account)}"


def prove_job_name(account: str) -> str:
    return f"prove_{plain(account)}"


def backfill_name(account: str) -> str:
    """Of the job, and of the pool in which one run at a time backfills the account."""
    return f"backfill_{plain(account)}"


def landing_key(account: str) -> dg.AssetKey:
    return dg.AssetKey([LANDING, plain(account)])


def backfill_key(account: str) -> dg.AssetKey:
    return dg.AssetKey([LANDING, plain(account), f"{plain(account)}_backfill"])  # graphs show the last part alone


def proof_key(account: str) -> dg.AssetCheckKey:
    return dg.AssetCheckKey(landing_key(account), "nothing_is_missing")


def table_key(table: str) -> dg.AssetKey:
    return dg.AssetKey([WAREHOUSE, table])


def view_key(view: str) -> dg.AssetKey:
    return dg.AssetKey([VIEWS, view])


PUBLISHED_KEY = dg.AssetKey([PUBLISHED])
