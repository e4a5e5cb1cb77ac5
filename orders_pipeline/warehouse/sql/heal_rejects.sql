-- Which earlier rejects are healed by a good version of their order?
-- Grain: one row a healed reject, with the month of its partition.
UPDATE rejects SET healed_load_id = ?
FROM good_keys AS good
WHERE rejects.account = good.account AND rejects.order_id = good.order_id AND rejects.healed_load_id IS NULL
RETURNING coalesce(strftime(rejects.rejected_at AT TIME ZONE 'UTC', '%Y-%m'), 'unknown')
