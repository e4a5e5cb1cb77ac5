-- Which paid orders wait longest to be shipped by the seller?
-- Grain: one row an order; the eight oldest.
SELECT
    account,
    order_id AS "order",
    marketplace,
    waiting_days AS days,
    is_late AS late,
    currency,
    total_amount AS paid
FROM unshipped_orders
WHERE fulfilled_by IS DISTINCT FROM 'marketplace'
ORDER BY waiting_hours DESC, account, order_id
LIMIT 8
