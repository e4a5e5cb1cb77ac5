-- How long does it take from the purchase to the last parcel?
-- Grain: one row an account, month of the purchase in the account's zone, channel and marketplace. Counted are orders
-- whose order_status is shipped; the last parcel that left says when, else the last change of the shipping state. Hours
-- are DECIMAL, cut to hundredths; a percentile is the time of an order that there is, not between two. Linked orders
-- are counted once.
-- Columns:
--   account: account of accounts.toml
--   month_on: first day of the month of the purchase in the account's zone
--   channel: dialect that the orders were read by
--   marketplace: family of the marketplace; NULL where unknown
--   orders: shipped orders whose times are known
--   median_hours: half of them were shipped within
--   p90_hours: nine of ten were shipped within
--   p99_hours: 99 of 100 were shipped within
--   slowest_hours: the slowest of them
WITH parcels AS (
    SELECT account, order_id, max(shipped_at) AS shipped_at
    FROM counted_fulfillments
    WHERE is_shipped
    GROUP BY account, order_id
),
shipped AS (
    SELECT
        sold.account,
        CAST(date_trunc('month', sold.purchased_at AT TIME ZONE accounts.time_zone) AS DATE) AS month_on,
        sold.channel,
        sold.marketplace,
        epoch_us(coalesce(parcels.shipped_at, sold.shipping_status_at)) - epoch_us(sold.purchased_at) AS took_us
    FROM counted_orders AS sold
    LEFT JOIN accounts ON accounts.account = sold.account
    LEFT JOIN parcels ON parcels.account = sold.account AND parcels.order_id = sold.order_id
    WHERE sold.order_status = 'shipped'
)
SELECT
    account,
    month_on,
    channel,
    marketplace,
    count(*) AS orders,
    CAST(quantile_disc(took_us, 0.5) // 36000000 AS DECIMAL(18, 0)) * 0.01 AS median_hours,
    CAST(quantile_disc(took_us, 0.9) // 36000000 AS DECIMAL(18, 0)) * 0.01 AS p90_hours,
    CAST(quantile_disc(took_us, 0.99) // 36000000 AS DECIMAL(18, 0)) * 0.01 AS p99_hours,
    CAST(max(took_us) // 36000000 AS DECIMAL(18, 0)) * 0.01 AS slowest_hours
FROM shipped
WHERE took_us IS NOT NULL
GROUP BY account, month_on, channel, marketplace
