"""A warning as long as anything is quarantined: orders that could not be kept exactly wait for a person."""

import dagster as dg

from orders_pipeline.defs.failures import plain_failures
from orders_pipeline.defs.names import PUBLISHED_KEY, table_key
from orders_pipeline.flows.doctor.tables import open_rejects
from orders_pipeline.settings import Home

REJECTS = "rejects"


@dg.asset_check(
    asset=table_key(REJECTS),
    additional_deps=[PUBLISHED_KEY],
    description="No order is quarantined: every order that was received could be kept exactly, or a later version of "
    "it could. A warning: all other orders are loaded.",
)
def quarantine_is_empty(home: dg.ResourceParam[Home]) -> dg.AssetCheckResult:
    with plain_failures():
        waiting = open_rejects(home)
    count = sum(one.orders for one in waiting)
    reasons = ", ".join(f"{one.account}: {one.orders:,} {one.reason}" for one in waiting)
    metadata: dict[str, dg.MetadataValue] = {"orders": dg.MetadataValue.int(count)}
    if waiting:
        metadata["oldest"] = dg.MetadataValue.timestamp(min(one.oldest_at for one in waiting))
    return dg.AssetCheckResult(
        passed=count == 0,
        severity=dg.AssetCheckSeverity.WARN,
        description=f"{count:,} orders wait in quarantine ({reasons}). `orders-pipeline quarantine list` shows each "
        "with its reason and what to do."
        if count
        else "Nothing is quarantined.",
        metadata=metadata,
    )
