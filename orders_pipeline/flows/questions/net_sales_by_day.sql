-- What was sold on each day, what was given back on it, and what is left?
-- Grain: one row an account, day in the account's zone and currency. Sold on the day of the purchase, as in
-- sales_by_day: orders that are not canceled, paid or not. Given back on the day of the refund, by the rule of
-- refund_money: completed refunds and cancellations of such orders; so a day can be below zero. What is underway, only
-- recorded or of an unknown state stands beside and is not taken off. What a canceled order cost stands nowhere: neither
-- its sale nor its refund is counted. Linked orders
-- are counted once.
-- Columns:
--   account: account of accounts.toml
--   day_on: day in the account's zone
--   currency: ISO 4217 code of the amounts
--   orders: orders bought on the day
--   sold_amount: what their buyers paid or are to pay in all, tax included
--   unpaid_amount: of it, what has not arrived yet
--   refunds: refunds and cancellations completed on the day
--   refunded_amount: what they gave back
--   net_amount: sold less refunded
--   underway_amount: refunds asked for or sent on the day that are not completed yet; not taken off
--   recorded_amount: refunds of the day that the hub only keeps a record of; not taken off
--   unknown_amount: refunds of the day whose state is unknown; not taken off
WITH sold AS (
    SELECT
        bought.account,
        CAST(bought.purchased_at AT TIME ZONE accounts.time_zone AS DATE) AS day_on,
        bought.currency,
        count(*) AS orders,
        sum(bought.total_amount) AS sold_amount,
        sum(bought.total_amount) FILTER (WHERE bought.payment_status NOT IN ('cleared', 'deposited')) AS unpaid_amount
    FROM counted_orders AS bought
    LEFT JOIN accounts ON accounts.account = bought.account
    WHERE bought.order_status IS DISTINCT FROM 'canceled'
    GROUP BY bought.account, day_on, bought.currency
),
given_back AS (
    SELECT
        refunds.account,
        CAST(refunds.money_at AT TIME ZONE accounts.time_zone AS DATE) AS day_on,
        refunds.currency,
        count(*) FILTER (WHERE refunds.money = 'given_back') AS refunds,
        sum(refunds.total_amount) FILTER (WHERE refunds.money = 'given_back') AS refunded_amount,
        sum(refunds.total_amount) FILTER (WHERE refunds.money = 'underway') AS underway_amount,
        sum(refunds.total_amount) FILTER (WHERE refunds.money = 'recorded') AS recorded_amount,
        sum(refunds.total_amount) FILTER (WHERE refunds.money = 'unknown') AS unknown_amount
    FROM refund_money AS refunds
    INNER JOIN counted_orders AS bought ON bought.account = refunds.account AND bought.order_id = refunds.order_id
    LEFT JOIN accounts ON accounts.account = refunds.account
    WHERE bought.order_status IS DISTINCT FROM 'canceled'
        AND refunds.money <> 'not_given'
    GROUP BY refunds.account, day_on, refunds.currency
)
SELECT
    coalesce(sold.account, given_back.account) AS account,
    coalesce(sold.day_on, given_back.day_on) AS day_on,
    coalesce(sold.currency, given_back.currency) AS currency,
    coalesce(sold.orders, 0) AS orders,
    coalesce(sold.sold_amount, 0) AS sold_amount,
    coalesce(sold.unpaid_amount, 0) AS unpaid_amount,
    coalesce(given_back.refunds, 0) AS refunds,
    coalesce(given_back.refunded_amount, 0) AS refunded_amount,
    coalesce(sold.sold_amount, 0) - coalesce(given_back.refunded_amount, 0) AS net_amount,
    coalesce(given_back.underway_amount, 0) AS underway_amount,
    coalesce(given_back.recorded_amount, 0) AS recorded_amount,
    coalesce(given_back.unknown_amount, 0) AS unknown_amount
FROM sold
FULL JOIN given_back
    ON given_back.account = sold.account
    AND given_back.day_on IS NOT DISTINCT FROM sold.day_on
    AND given_back.currency IS NOT DISTINCT FROM sold.currency
WHERE (getvariable('account') IS NULL OR coalesce(sold.account, given_back.account) = getvariable('account'))
    AND (getvariable('since') IS NULL OR coalesce(sold.day_on, given_back.day_on) >= CAST(getvariable('since') AS DATE))
    AND (getvariable('until') IS NULL OR coalesce(sold.day_on, given_back.day_on) < CAST(getvariable('until') AS DATE))
ORDER BY account, day_on, currency
