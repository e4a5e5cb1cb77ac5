-- Which rejects does today's code refuse for another reason, or at another place, than is written?
-- Grain: one row a reject that is written anew, with the month of its partition.
UPDATE rejects SET
    order_id = coalesce(again.order_id, rejects.order_id),
    reason = again.reason,
    path = again.path,
    message = again.message
FROM replayed AS again
WHERE rejects.account = again.account
    AND rejects.window_id = again.window_id
    AND rejects.page_number = again.page_number
    AND rejects.position = again.place
    AND rejects.healed_load_id IS NULL
    AND again.reason IS NOT NULL
    AND (
        coalesce(again.order_id, rejects.order_id) IS DISTINCT FROM rejects.order_id
        OR again.reason <> rejects.reason
        OR again.path <> rejects.path
        OR again.message <> rejects.message
    )
RETURNING coalesce(strftime(rejects.rejected_at AT TIME ZONE 'UTC', '%Y-%m'), 'unknown')
