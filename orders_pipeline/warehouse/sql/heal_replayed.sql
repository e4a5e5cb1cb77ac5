-- Which rejects does today's code take over?
-- Grain: one row a healed reject, with the month of its partition.
UPDATE rejects SET healed_load_id = ?, order_id = again.order_id
FROM replayed AS again
WHERE rejects.account = again.account
    AND rejects.window_id = again.window_id
    AND rejects.page_number = again.page_number
    AND rejects.position = again.place
    AND rejects.healed_load_id IS NULL
    AND again.reason IS NULL
RETURNING coalesce(strftime(rejects.rejected_at AT TIME ZONE 'UTC', '%Y-%m'), 'unknown')
