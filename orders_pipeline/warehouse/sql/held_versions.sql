-- Which version of each incoming order does the warehouse hold, and where was it seen last?
-- Grain: one row an incoming order that is held. Instants in microseconds since 1970.
SELECT
    held.account,
    held.order_id,
    held.content_hash,
    epoch_us(held.updated_at) AS updated_us,
    epoch_us(coalesce(newest.requested_at, held.requested_at)) AS requested_us,
    coalesce(newest.window_id, held.window_id) AS window_id,
    coalesce(newest.page_number, held.page_number) AS page_number,
    coalesce(newest.position, held.position) AS place
FROM orders AS held
JOIN incoming_keys USING (account, order_id)
LEFT JOIN internal.newest_sightings AS newest
    ON newest.account = held.account AND newest.order_id = held.order_id
