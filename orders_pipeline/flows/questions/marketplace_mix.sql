-- Which marketplaces bring the sales of each month, and what is an order worth there?
-- Grain: one row an account, month of the purchase in the account's zone, currency and marketplace. Canceled orders
-- are left out; refunds do not reduce it. Linked orders are counted once.
-- Columns:
--   account: account of accounts.toml
--   month_on: first day of the month in the account's zone
--   currency: ISO 4217 code of the amounts
--   marketplace: family of the marketplace; NULL where unknown
--   orders: orders that are not canceled
--   units: units on their lines; a bundle counts as one unit
--   sold_amount: what the buyers paid or are to pay in all, tax included
--   share_percent: of the account's sales in this month and currency, two decimals
--   average_amount: sold amount an order, to four decimals, half up; reckoned in whole numbers, never in floats
WITH sold AS (
    SELECT
        bought.account,
        CAST(date_trunc('month', bought.purchased_at AT TIME ZONE accounts.time_zone) AS DATE) AS month_on,
        bought.currency,
        bought.marketplace,
        bought.total_amount,
        items.units
    FROM counted_orders AS bought
    LEFT JOIN accounts ON accounts.account = bought.account
    LEFT JOIN (SELECT account, order_id, sum(quantity) AS units FROM order_items GROUP BY account, order_id) AS items
        ON items.account = bought.account AND items.order_id = bought.order_id
    WHERE bought.order_status IS DISTINCT FROM 'canceled'
        AND (getvariable('account') IS NULL OR bought.account = getvariable('account'))
        AND (
            getvariable('since') IS NULL
            OR CAST(bought.purchased_at AT TIME ZONE accounts.time_zone AS DATE) >= CAST(getvariable('since') AS DATE)
        )
        AND (
            getvariable('until') IS NULL
            OR CAST(bought.purchased_at AT TIME ZONE accounts.time_zone AS DATE) < CAST(getvariable('until') AS DATE)
        )
),
mixed AS (
    SELECT
        account,
        month_on,
        currency,
        marketplace,
        count(*) AS orders,
        sum(units) AS units,
        sum(total_amount) AS sold_amount,
        count(total_amount) AS with_total,
        CAST(sum(total_amount) * 10000 AS HUGEINT) AS ten_thousandths
    FROM sold
    GROUP BY account, month_on, currency, marketplace
),
shared AS (
    SELECT *, sum(sold_amount) OVER (PARTITION BY account, month_on, currency) AS amount_in_all
    FROM mixed
)
SELECT
    account,
    month_on,
    currency,
    marketplace,
    orders,
    units,
    sold_amount,
    CAST(100 * sold_amount / nullif(amount_in_all, 0) AS DECIMAL(18, 2)) AS share_percent,
    CASE WHEN with_total > 0
        THEN CAST((2 * ten_thousandths + with_total) // (2 * with_total) AS DECIMAL(18, 0)) * 0.0001
    END AS average_amount
FROM shared
ORDER BY account, month_on, currency, sold_amount DESC NULLS LAST, marketplace
