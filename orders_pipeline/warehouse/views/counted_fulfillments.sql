-- Which parcels are there, each once, however many accounts show its order?
-- Grain: one row a parcel or planned parcel, under the account and order_id of its counted order. Of linked orders one
-- tells the parcels (order_links.is_fulfillment_source): the counted one where it shows any that has left, else the
-- first that does.
-- Columns: those of fulfillments, and
--   told_by_account: account that shows the parcel; another than account where the counted order shows none that left
--   told_by_order_id: order_id of that account
SELECT fulfillments.*, fulfillments.account AS told_by_account, fulfillments.order_id AS told_by_order_id
FROM fulfillments
ANTI JOIN order_links USING (account, order_id)
-- Not one LEFT JOIN with COALESCE over its keys: of an empty order_links DuckDB 2.0.1 then folds what an outer query
-- compares with a sum of these rows, and answers wrongly.
UNION ALL BY NAME
SELECT
    fulfillments.* REPLACE (links.counted_account AS account, links.counted_order_id AS order_id),
    fulfillments.account AS told_by_account,
    fulfillments.order_id AS told_by_order_id
FROM order_links AS links
JOIN fulfillments ON fulfillments.account = links.account AND fulfillments.order_id = links.order_id
WHERE links.is_fulfillment_source
