-- Which of the listed orders are held, in which version, and which are only in quarantine?
-- Grain: one row a listed order that is known. Doubted: something of it is in quarantine and not healed.
SELECT
    listed.order_id,
    CASE WHEN held.order_id IS NULL THEN 'quarantined' ELSE 'held' END AS standing,
    held.updated_at,
    rejected.order_id IS NOT NULL AS is_doubted
FROM listed
LEFT JOIN (SELECT order_id, updated_at FROM orders WHERE account = $account) AS held
    ON held.order_id = listed.order_id
LEFT JOIN (SELECT DISTINCT order_id FROM rejects WHERE account = $account AND healed_load_id IS NULL) AS rejected
    ON rejected.order_id = listed.order_id
WHERE held.order_id IS NOT NULL OR rejected.order_id IS NOT NULL
