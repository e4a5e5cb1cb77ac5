-- Forget what these orders were counted as: it is said anew.
-- Grain: one row an order of a window.
DELETE FROM internal.window_sightings USING sightings AS again
WHERE window_sightings.account = again.account
    AND window_sightings.window_id = again.window_id
    AND window_sightings.order_id = again.order_id
