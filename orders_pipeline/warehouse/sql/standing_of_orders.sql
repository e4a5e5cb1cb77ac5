-- Which of the listed orders are held, and which are only in quarantine?
-- Grain: one row a listed order that is known.
SELECT listed.order_id, 'held' AS standing
FROM listed
SEMI JOIN (SELECT order_id FROM orders WHERE account = ?) AS held USING (order_id)
UNION ALL
SELECT listed.order_id, 'quarantined' AS standing
FROM listed
SEMI JOIN (
    SELECT rejects.order_id
    FROM rejects
    ANTI JOIN orders USING (account, order_id)
    WHERE rejects.account = ? AND rejects.healed_load_id IS NULL
) AS quarantined USING (order_id)
