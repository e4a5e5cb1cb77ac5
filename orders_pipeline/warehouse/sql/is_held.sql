-- Is an order of an account held?
-- Grain: at most one row, the order.
SELECT 1 FROM orders WHERE account = ? AND order_id = ? LIMIT 1
