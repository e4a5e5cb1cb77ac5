"""The published snapshot as pandas DataFrames whose types lose nothing. Analysts call this; the pipeline never does.

    from orders_pipeline import frames

    orders = frames.table("orders", account="us-main", since="2026-09-01", columns=["purchased_on", "total_amount"])
    net = frames.question("net_sales_by_day")
    late = frames.query("SELECT * FROM unshipped_orders WHERE is_late")

    with frames.snapshot() as held:  # several frames of one and the same snapshot
        orders, items = held.table("orders"), held.table("order_items")

Every column has an Arrow type: amounts are decimal (18 digits, 4 after the point), units decimal with 3, instants know
their zone, days are dates, text is text, and what is absent is `pd.NA`; never float, never object.

What pandas keeps decimal, to the last digit: sum, min, max, comparison, + and -, * with int or Decimal, groupby and
pivot_table with these, merge, concat, sort, resample, fillna, to_csv, to_parquet. `/` keeps decimals, cut where the
digits end, and `mean` rounds to four.
What a group's sum, `*` or `/` gives has up to 38 digits, and Arrow refuses to reckon on with so many ("Decimal
precision out of range"; never a wrong number). Bring it back first: `.astype(frames.MONEY)`, after `/`
`.round(2).astype(frames.MONEY)`.
What it does not keep: `median`, `quantile`, `std`, `rolling` and `* 1.5` give float, `to_markdown` and `to_json` print
one. `nlargest`, `cumsum` and `describe` refuse decimals. For a chart say `.astype("float64")`, at the very end.
"""

from orders_pipeline.frames.now import query, question, snapshot, table
from orders_pipeline.frames.snapshot import Snapshot
from orders_pipeline.frames.typed import MONEY, UNITS
from orders_pipeline.warehouse.errors import BadChoice, NotPublished

__all__ = ["MONEY", "UNITS", "BadChoice", "NotPublished", "Snapshot", "query", "question", "snapshot", "table"]
