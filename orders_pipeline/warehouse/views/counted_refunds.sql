-- Which refunds and cancellations are there, each once, however many accounts show its order?
-- Grain: one row a refund or cancellation, under the account and order_id of its counted order. Of linked orders one
-- tells the refunds (order_links.is_refund_source): the counted one where it shows any that did not fail, else the first
-- that does.
-- Columns: those of refunds, and
--   told_by_account: account that shows the refund; another than account where the counted order shows none
--   told_by_order_id: order_id of that account
SELECT
    refunds.* REPLACE (
        coalesce(links.counted_account, refunds.account) AS account,
        coalesce(links.counted_order_id, refunds.order_id) AS order_id
    ),
    refunds.account AS told_by_account,
    refunds.order_id AS told_by_order_id
FROM refunds
LEFT JOIN order_links AS links ON links.account = refunds.account AND links.order_id = refunds.order_id
WHERE links.account IS NULL OR links.is_refund_source
