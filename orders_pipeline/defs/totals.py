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
    description="Every order's total is the sum of its parts, as the view totals_that_do_not_add_up reckons.",
)
def totals_add_up(home: dg.ResourceParam[Home]) -> dg.AssetCheckResult:
    with plain_failures():
        doubtful = dict(ask(home, DOUBTFUL_TOTALS).rows)
    count = sum(doubtful.values())
    return dg.AssetCheckResult(
        passed=count == 0,
        severity=dg.AssetCheckSeverity.WARN,
        description=f"{count:,} orders have a total that is not the sum of its parts; they are loaded as the hub shows "
        "them, and listed in the view totals_that_do_not_add_up.",
        metadata={"orders": count, **{f"orders of {account}": orders for account, orders in doubtful.items()}},
    )
