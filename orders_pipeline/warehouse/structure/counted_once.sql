-- Does a group of `{table}` have no counted order, or more than one, or does a row name another one as counted?
-- Grain: one row a counted order.
SELECT counted_account, counted_order_id, count(*)
FROM touched_{table}
GROUP BY link_id, counted_account, counted_order_id
HAVING count(*) FILTER (WHERE is_counted) <> 1
    OR count(*) FILTER (WHERE is_counted AND account = counted_account AND order_id = counted_order_id) <> 1
