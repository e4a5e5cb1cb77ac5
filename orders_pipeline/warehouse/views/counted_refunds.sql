-- Which refunds and cancellations are there, each once, however many accounts show its order?
-- Grain: one row a refund or cancellation, under the account and order_id of its counted order. Of linked orders one
-- tells the refunds (order_links.is_refund_source): the counted one where it shows any that did not fail, else the first
-- that does.
-- Columns: those of refunds, and
--   told_by_account: account that shows the refund; another than account where the counted order shows none
--   told_by_order_id: order_id of that account
SELECT refunds.*, refunds.account AS told_by_account, refunds.order_id AS told_by_order_id
FROM refunds
ANTI JOIN order_links USING (account, order_id)
-- Not one LEFT JOIN with COALESCE over its keys: of an empty order_links DuckDB 2.0.1 then folds what an outer query
-- compares with a sum of these rows, and answers wrongly.
UNION ALL BY NAME
SELECT
    refunds.* REPLACE (links.counted_account AS account, links.counted_order_id AS order_id),
    refunds.account AS told_by_account,
    refunds.order_id AS told_by_order_id
FROM order_links AS links
JOIN refunds ON refunds.account = links.account AND refunds.order_id = links.order_id
WHERE links.is_refund_source
