-- How many orders are quarantined, neither healed nor dismissed, for which reasons, and since when?
-- Grain: one row an account and reason; an order that was seen several times counts once.
SELECT
    account,
    reason,
    count(DISTINCT coalesce(order_id, concat_ws('/', window_id, page_number, position))) AS orders,
    min(rejected_at) AS oldest_at
FROM open_rejects
GROUP BY account, reason
ORDER BY account, orders DESC, reason
