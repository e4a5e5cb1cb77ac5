-- Does a row of `{table}` name another order than the document it came in?
-- Grain: one row an order.
SELECT incoming.account, incoming.order_id, count(*)
FROM incoming_{table} AS incoming
ANTI JOIN changed_keys USING (account, order_id, ordinal)
GROUP BY ALL
