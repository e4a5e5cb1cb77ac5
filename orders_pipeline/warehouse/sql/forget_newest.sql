-- Forget where these orders were seen last: their rows say it, or it is said anew.
-- Grain: one row an order.
DELETE FROM internal.newest_sightings USING newest_keys AS gone
WHERE newest_sightings.account = gone.account AND newest_sightings.order_id = gone.order_id
