-- Does a row of `{table}` belong to no row of `{parent}`?
-- Grain: one row an order.
SELECT account, order_id, count(*)
FROM touched_{table}
ANTI JOIN {parent} USING ({parent_key})
GROUP BY ALL
