-- What does the snapshot show of an order's refunds and parcels, and how new is what it was made from?
-- Grain: one row an order. An order that did not change keeps its row, however often it is read: therefore the newest
-- window of the account tells, which was loaded after everything that was certified before it.
SELECT
    (SELECT max(certified_at) FROM loads WHERE loads.account = held.account AND loads.is_complete) AS read_at,
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
