-- What were the incoming orders counted as in earlier parts of these windows?
-- Grain: one row an order of a window that is loaded in part.
SELECT parts.part, counted.order_id, counted.outcome
FROM internal.window_sightings AS counted
JOIN incoming_parts AS parts USING (account, window_id)
JOIN incoming_keys AS incoming ON incoming.account = counted.account AND incoming.order_id = counted.order_id
