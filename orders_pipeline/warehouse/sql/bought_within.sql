-- Which orders of an account were bought within these instants?
-- Grain: one row an order.
SELECT order_id FROM orders WHERE account = ? AND purchased_at >= ? AND purchased_at < ?
