-- What do the orders of unfinished windows count as?
-- Grain: one row an order of a window.
INSERT INTO internal.window_sightings (account, window_id, order_id, outcome)
SELECT account, window_id, order_id, outcome FROM sightings
