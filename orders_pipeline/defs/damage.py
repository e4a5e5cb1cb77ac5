"""The check that every certified window could be had from the landing. A damaged one is left out and stops no other."""

from collections.abc import Sequence

import dagster as dg

from orders_pipeline.defs.names import table_key
from orders_pipeline.model.tables import ORDERS

NAME = "windows_intact"
WINDOWS_INTACT = dg.AssetCheckSpec(
    NAME,
    asset=table_key(ORDERS.name),
    description="Every certified window that waited could be loaded from the landing, byte for byte as it was landed.",
)


def windows_intact(damaged: Sequence[str]) -> dg.AssetCheckResult:
    """Failed, naming each window and what to do, where some were left out."""
    return dg.AssetCheckResult(
        passed=not damaged,
        check_name=NAME,
        asset_key=table_key(ORDERS.name),
        description="\n".join(damaged) or "All that waited.",
        metadata={"damaged": len(damaged)},
    )
