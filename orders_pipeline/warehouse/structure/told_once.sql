-- Are the refunds or parcels of a group of `{table}` told by no order, or by more than one?
-- Grain: one row a group, named by its first order.
SELECT min(account), min(order_id), count(*)
FROM touched_{table}
GROUP BY link_id
HAVING count(*) FILTER (WHERE is_refund_source) <> 1 OR count(*) FILTER (WHERE is_fulfillment_source) <> 1
