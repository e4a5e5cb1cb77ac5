-- Where was an unchanged order seen last?
-- Grain: one row an order.
INSERT INTO internal.newest_sightings (account, order_id, requested_at, window_id, page_number, position)
SELECT account, order_id, make_timestamptz(requested_us), window_id, page_number, place FROM newest_rows
