-- What was sold on each day of the merchant?
-- Grain: one row an account, day in the account's zone, channel, marketplace and currency. Canceled orders are left out:
-- those whose order_status is canceled; an order whose state is unknown counts as sold. Refunds do not reduce it.
-- Linked orders are counted once.
-- Columns:
--   account: account of accounts.toml
--   sold_on: day of the purchase in the account's zone; NULL where the hub gives no time of purchase
--   channel: dialect that the orders were read by
--   marketplace: family of the marketplace; NULL where unknown
--   currency: ISO 4217 code of the amounts
--   orders: orders that are not canceled
--   units: units on their lines; a bundle counts as one unit
--   total_amount: what the buyers paid in all, tax included
--   tax_amount: tax within it
--   shipping_amount: shipping within it
--   discount_amount: order-level promotions that were taken off, positive
SELECT
    sold.account,
    CAST(sold.purchased_at AT TIME ZONE accounts.time_zone AS DATE) AS sold_on,
    sold.channel,
    sold.marketplace,
    sold.currency,
    count(*) AS orders,
    sum(items.units) AS units,
    sum(sold.total_amount) AS total_amount,
    sum(sold.tax_amount) AS tax_amount,
    sum(sold.shipping_amount) AS shipping_amount,
    sum(sold.discount_amount) AS discount_amount
FROM counted_orders AS sold
LEFT JOIN accounts ON accounts.account = sold.account
LEFT JOIN (SELECT account, order_id, sum(quantity) AS units FROM order_items GROUP BY account, order_id) AS items
    ON items.account = sold.account AND items.order_id = sold.order_id
WHERE sold.order_status IS DISTINCT FROM 'canceled'
GROUP BY sold.account, sold_on, sold.channel, sold.marketplace, sold.currency
