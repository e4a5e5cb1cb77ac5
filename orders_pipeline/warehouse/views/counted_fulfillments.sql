-- Which parcels are there, each once, however many accounts show its order?
-- Grain: one row a parcel or planned parcel, under the account and order_id of its counted order. Of linked orders one
-- tells the parcels (order_links.is_fulfillment_source): the counted one where it shows any that has left, else the
-- first that does.
-- Columns: those of fulfillments, and
--   told_by_account: account that shows the parcel; another than account where the counted order shows none that left
--   told_by_order_id: order_id of that account
SELECT
    fulfillments.* REPLACE (
        coalesce(links.counted_account, fulfillments.account) AS account,
        coalesce(links.counted_order_id, fulfillments.order_id) AS order_id
    ),
    fulfillments.account AS told_by_account,
    fulfillments.order_id AS told_by_order_id
FROM fulfillments
LEFT JOIN order_links AS links ON links.account = fulfillments.account AND links.order_id = fulfillments.order_id
WHERE links.account IS NULL OR links.is_fulfillment_source
