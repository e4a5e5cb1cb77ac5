-- Which version of this order does the warehouse hold?
-- Grain: one row, or none.
SELECT updated_at, requested_at, window_id, page_number, load_id FROM orders WHERE account = ? AND order_id = ?
