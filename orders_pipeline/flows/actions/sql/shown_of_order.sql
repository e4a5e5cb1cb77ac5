-- What does the snapshot show of an order's refunds and parcels, and when was it read?
-- Grain: one row an order.
SELECT
    held.requested_at,
    (
        SELECT list({'echo': seller_refund_id, 'status': status})
        FROM refunds
        WHERE refunds.account = held.account AND refunds.order_id = held.order_id
    ) AS refunds,
    (
        SELECT list({'id': fulfillment_id, 'echo': seller_fulfillment_id, 'tracking': tracking_number})
        FROM fulfillments
        WHERE fulfillments.account = held.account AND fulfillments.order_id = held.order_id
    ) AS parcels
FROM orders AS held
WHERE held.account = ? AND held.order_id = ?
