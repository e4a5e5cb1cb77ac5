-- Take away the rows of these orders, whole.
-- Grain: `{keys}` has one row an order.
DELETE FROM {table} USING {keys} AS gone
WHERE {table}.account = gone.account AND {table}.order_id = gone.order_id
