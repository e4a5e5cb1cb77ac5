-- Does a row of `{table}` hold an amount without saying in which currency?
-- Grain: one row an order.
SELECT account, order_id, count(*) FROM touched_{table} WHERE has_amounts AND currency IS NULL GROUP BY ALL
