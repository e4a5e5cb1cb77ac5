-- Why is money given back, how much for each reason, and what is kept in fees?
-- Grain: one row an account, kind, currency and reason. What is given back by the rule of refund_money: completed
-- refunds and cancellations alone; by the day on which they were asked for. Linked orders are counted
-- once.
-- Columns:
--   account: account of accounts.toml
--   kind: refund (after shipping, as a rule) or cancellation; NULL where the hub's word is unknown
--   currency: ISO 4217 code of the amounts
--   reason: reason; NULL where the hub's word is unknown
--   refunds: refunds or cancellations
--   orders: orders that they belong to
--   units: units of their lines; NULL where they give back money alone
--   refunded_amount: what was given back
--   share_percent: of what the account gave back in this kind and currency, two decimals
--   return_shipping_fee_amount: kept by the seller for return shipping
--   restocking_fee_amount: kept by the seller for restocking
WITH given_back AS (
    SELECT
        refunds.account,
        refunds.kind,
        refunds.currency,
        refunds.reason,
        count(*) AS refunds,
        count(DISTINCT refunds.order_id) AS orders,
        sum(lines.units) AS units,
        sum(refunds.total_amount) AS refunded_amount,
        sum(refunds.return_shipping_fee_amount) AS return_shipping_fee_amount,
        sum(refunds.restocking_fee_amount) AS restocking_fee_amount
    FROM counted_refunds AS refunds
    LEFT JOIN accounts ON accounts.account = refunds.account
    LEFT JOIN (
        SELECT account, order_id, refund_id, sum(quantity) AS units
        FROM counted_refund_items
        GROUP BY account, order_id, refund_id
    ) AS lines
        ON lines.account = refunds.account
        AND lines.order_id = refunds.order_id
        AND lines.refund_id = refunds.refund_id
    INNER JOIN refund_money AS states
        ON states.account = refunds.account
        AND states.order_id = refunds.order_id
        AND states.refund_id = refunds.refund_id
    WHERE states.money = 'given_back'
        AND (getvariable('account') IS NULL OR refunds.account = getvariable('account'))
        AND (
            getvariable('since') IS NULL
            OR CAST(refunds.created_at AT TIME ZONE accounts.time_zone AS DATE) >= CAST(getvariable('since') AS DATE)
        )
        AND (
            getvariable('until') IS NULL
            OR CAST(refunds.created_at AT TIME ZONE accounts.time_zone AS DATE) < CAST(getvariable('until') AS DATE)
        )
    GROUP BY refunds.account, refunds.kind, refunds.currency, refunds.reason
),
shared AS (
    SELECT *, sum(refunded_amount) OVER (PARTITION BY account, kind, currency) AS amount_in_all
    FROM given_back
)
SELECT
    account,
    kind,
    currency,
    reason,
    refunds,
    orders,
    units,
    refunded_amount,
    CAST(100 * refunded_amount / nullif(amount_in_all, 0) AS DECIMAL(18, 2)) AS share_percent,
    return_shipping_fee_amount,
    restocking_fee_amount
FROM shared
ORDER BY account, kind, currency, refunded_amount DESC NULLS LAST, reason
