-- How much tax was collected for each country in each month, and how much of it was given back?
-- Grain: one row an account, month in the account's zone, country that the parcel goes to and currency. Collected in
-- the month of the purchase, of orders that are not canceled; given back in the month of the refund, by completed
-- refunds and cancellations of such orders (the rule of refund_money). Who owes the tax, seller or marketplace, is not
-- known here. Linked orders are counted once.
-- Columns:
--   account: account of accounts.toml
--   month_on: first day of the month in the account's zone
--   country: country that the parcel goes to, as the hub writes it; NULL where it gives none
--   currency: ISO 4217 code of the amounts
--   orders: orders bought in the month
--   sold_amount: what their buyers paid or are to pay in all, tax included
--   tax_amount: tax within it, on goods, shipping and gift wrap
--   refunded_tax_amount: tax given back in the month
--   net_tax_amount: the one less the other
WITH moved AS (
    SELECT
        bought.account,
        bought.purchased_at AS moved_at,
        bought.ship_to_country AS country,
        bought.currency,
        1 AS orders,
        bought.total_amount AS sold_amount,
        bought.tax_amount,
        NULL AS refunded_tax_amount
    FROM counted_orders AS bought
    WHERE bought.order_status IS DISTINCT FROM 'canceled'
    UNION ALL
    SELECT
        refunds.account,
        states.money_at,
        bought.ship_to_country,
        refunds.currency,
        0,
        NULL,
        NULL,
        coalesce(refunds.tax_amount, 0) + coalesce(refunds.shipping_tax_amount, 0)
        + coalesce(refunds.gift_wrap_tax_amount, 0)
    FROM counted_refunds AS refunds
    INNER JOIN counted_orders AS bought ON bought.account = refunds.account AND bought.order_id = refunds.order_id
    INNER JOIN refund_money AS states
        ON states.account = refunds.account
        AND states.order_id = refunds.order_id
        AND states.refund_id = refunds.refund_id
    WHERE bought.order_status IS DISTINCT FROM 'canceled' AND states.money = 'given_back'
)
SELECT
    moved.account,
    CAST(date_trunc('month', moved.moved_at AT TIME ZONE accounts.time_zone) AS DATE) AS month_on,
    moved.country,
    moved.currency,
    CAST(sum(moved.orders) AS BIGINT) AS orders,
    coalesce(sum(moved.sold_amount), 0) AS sold_amount,
    coalesce(sum(moved.tax_amount), 0) AS tax_amount,
    coalesce(sum(moved.refunded_tax_amount), 0) AS refunded_tax_amount,
    coalesce(sum(moved.tax_amount), 0) - coalesce(sum(moved.refunded_tax_amount), 0) AS net_tax_amount
FROM moved
LEFT JOIN accounts ON accounts.account = moved.account
WHERE (getvariable('account') IS NULL OR moved.account = getvariable('account'))
    AND (
        getvariable('since') IS NULL
        OR CAST(moved.moved_at AT TIME ZONE accounts.time_zone AS DATE) >= CAST(getvariable('since') AS DATE)
    )
    AND (
        getvariable('until') IS NULL
        OR CAST(moved.moved_at AT TIME ZONE accounts.time_zone AS DATE) < CAST(getvariable('until') AS DATE)
    )
GROUP BY moved.account, month_on, moved.country, moved.currency
ORDER BY moved.account, month_on, moved.country, moved.currency
