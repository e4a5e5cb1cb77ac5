-- Which refunds and cancellations do the hubs show that were made since an instant?
-- Grain: one row a refund; one without a date counts as made since.
SELECT account, order_id, refund_id, kind, status, seller_refund_id, currency, total_amount, created_at
FROM refunds
WHERE (created_at IS NULL OR created_at >= ?)
ORDER BY account, order_id, refund_id
