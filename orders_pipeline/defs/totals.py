"""A warning, not an error: orders whose total is not the sum of its parts. Hubs show such; people look at them."""

import dagster as dg

from orders_pipeline.defs.failures import plain_failures
from orders_pipeline.defs.names import PUBLISHED_KEY, table_key
from orders_pipeline.flows.asking import DOUBTFUL_TOTALS, ask
from orders_pipeline.model.tables import ORDERS
from orders_pipeline.settings import Home


@dg.asset_check(
    asset=table_key(ORDERS.name),
    additional_deps=[PUBLISHED_KEY],
    description="Every order's total is the sum of its parts, where the hub shows all of them. A warning: hubs show "
    "orders that do not add up, and they are loaded as they are shown.",
)
def totals_add_up(home: dg.ResourceParam[Home]) -> dg.AssetCheckResult:
    with plain_failures():
        doubtful = dict(ask(home, DOUBTFUL_TOTALS).rows)
    count = sum(doubtful.values())
    by_account = ", ".join(f"{account}: {orders:,}" for account, orders in doubtful.items())
    return dg.AssetCheckResult(
        passed=count == 0,
        severity=dg.AssetCheckSeverity.WARN,
        description=f"{count:,} orders have a total that is not the sum of its parts ({by_account}). The view "
        "totals_that_do_not_add_up lists them with the difference."
        if count
        else "Every order's total is the sum of its parts.",
        metadata={"orders": count, **{f"orders of {account}": orders for account, orders in doubtful.items()}},
    )
