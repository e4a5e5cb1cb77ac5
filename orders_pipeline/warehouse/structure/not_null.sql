-- Does a row of `{table}` lack a value that it must have?
-- Grain: one row an order.
SELECT account, order_id, count(*) FROM incoming_{table} WHERE {condition} GROUP BY ALL
