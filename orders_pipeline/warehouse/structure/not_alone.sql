-- Does a group of `{table}` hold one order alone, or two of one account?
-- Grain: one row a group, named by its first order.
SELECT min(account), min(order_id), count(*)
FROM touched_{table}
GROUP BY link_id
HAVING count(*) < 2 OR count(DISTINCT account) < count(*)
