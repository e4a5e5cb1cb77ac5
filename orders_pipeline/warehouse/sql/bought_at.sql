-- When was an order of an account bought?
-- Grain: at most one row, the order.
SELECT purchased_at FROM orders WHERE account = ? AND order_id = ?
