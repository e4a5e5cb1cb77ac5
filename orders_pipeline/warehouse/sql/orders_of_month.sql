-- Which orders were bought in this month (UTC), or in no known one?
-- Grain: one row an order.
CREATE OR REPLACE TEMPORARY TABLE orders_of_month AS
SELECT account, order_id
FROM orders
WHERE coalesce(strftime(purchased_at AT TIME ZONE 'UTC', '%Y-%m'), 'unknown') = ?
