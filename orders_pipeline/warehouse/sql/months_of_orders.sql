-- In which months were these orders bought?
-- Grain: one row a month (UTC).
SELECT DISTINCT coalesce(strftime(bought.purchased_at AT TIME ZONE 'UTC', '%Y-%m'), 'unknown') AS month
FROM orders AS bought
JOIN {keys} USING (account, order_id)
