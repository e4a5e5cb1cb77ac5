-- Of which orders do two of my hubs say different things, and what does each say?
-- Grain: one row a linked order that differs from the counted one in state, currency or total, the largest difference
-- first. A column that a hub does not give is no disagreement. By the day of the purchase.
-- Columns:
--   account: account that is not counted
--   order_id: its order
--   counted_account: account whose order is counted
--   counted_order_id: that order
--   marketplace: family of the marketplace; NULL where unknown
--   marketplace_order_id: order number at the marketplace
--   ordered_on: day of the purchase in the zone of the counted account
--   differs_in: columns that differ
--   order_status: state of the order that is not counted
--   counted_order_status: state of the counted order
--   payment_status: state of its payment
--   counted_payment_status: state of the counted order's payment
--   shipping_status: state of its shipping
--   counted_shipping_status: state of the counted order's shipping
--   currency: currency of the order that is not counted
--   total_amount: its total
--   counted_currency: currency of the counted order
--   counted_amount: its total
--   difference_amount: the first total less the counted one; NULL where the currencies differ
SELECT
    links.account,
    links.order_id,
    links.counted_account,
    links.counted_order_id,
    links.marketplace,
    links.marketplace_order_id,
    CAST(links.purchased_at AT TIME ZONE accounts.time_zone AS DATE) AS ordered_on,
    links.differs_in,
    links.order_status,
    links.counted_order_status,
    links.payment_status,
    links.counted_payment_status,
    links.shipping_status,
    links.counted_shipping_status,
    links.currency,
    links.total_amount,
    links.counted_currency,
    links.counted_total_amount AS counted_amount,
    links.difference_amount
FROM linked_orders AS links
LEFT JOIN accounts ON accounts.account = links.counted_account
WHERE links.differs_in IS NOT NULL
    AND (getvariable('account') IS NULL OR links.account = getvariable('account'))
    AND (getvariable('since') IS NULL OR ordered_on >= CAST(getvariable('since') AS DATE))
    AND (getvariable('until') IS NULL OR ordered_on < CAST(getvariable('until') AS DATE))
ORDER BY abs(links.difference_amount) DESC NULLS FIRST, links.account, links.order_id
