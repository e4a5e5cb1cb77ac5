-- Which orders of an account may be marked as taken over?
-- Grain: one row an order, oldest purchase first. One that waits for its payment stays open to whoever asks for
-- unmarked orders: channeladvisor-rest.md §12.12.
SELECT order_id FROM orders
WHERE account = ? AND order_status IS DISTINCT FROM 'pending'
ORDER BY purchased_at NULLS LAST, order_id
