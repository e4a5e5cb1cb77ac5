-- Which rejects of the same orders were seen before the good versions that are loaded? Not the conflict that such a
-- version has itself won, and not what was seen after it: that may be newer, and is still not loaded.
-- Grain: one row a healed reject, with the month of its partition.
UPDATE rejects SET healed_load_id = ?
FROM good_versions AS good, pages
WHERE rejects.account = good.account
    AND rejects.order_id = good.order_id
    AND rejects.healed_load_id IS NULL
    AND pages.account = rejects.account
    AND pages.window_id = rejects.window_id
    AND pages.page_number = rejects.page_number
    AND (pages.requested_at, rejects.window_id, rejects.page_number, rejects.position)
        < (make_timestamptz(good.requested_us), good.window_id, good.page_number, good.place)
    AND NOT (
        rejects.reason = 'conflicting_versions'
        AND rejects.window_id = good.window_id
        AND rejects.page_number = good.page_number
    )
RETURNING coalesce(strftime(rejects.rejected_at AT TIME ZONE 'UTC', '%Y-%m'), 'unknown')
