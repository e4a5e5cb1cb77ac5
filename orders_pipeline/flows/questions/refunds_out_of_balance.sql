-- Which paid orders gave back more than was paid, and which canceled ones have not given back everything?
-- Grain: one row an order. Paid means that its payment has arrived (cleared or deposited; a hub that gives no payment
-- state shows such orders only when paid). Only completed refunds and cancellations count as given back, by the rule of
-- refund_money; those underway, only recorded or of an unknown state stand beside. A difference of a cent is a rounding,
-- a refund at order level and the same at item level is a double one. Linked orders are counted once. By the day of the
-- purchase.
-- Columns:
--   account: account of accounts.toml
--   order_id: the hub's own stable id
--   marketplace: family of the marketplace; NULL where unknown
--   marketplace_order_id: order number at the marketplace
--   finding: more_given_back_than_paid or canceled_not_given_back
--   currency: ISO 4217 code of the amounts
--   paid_amount: what the buyer paid in all
--   refunded_amount: given back by completed refunds
--   canceled_amount: given back by completed cancellations
--   underway_amount: asked for or sent, not completed yet
--   recorded_amount: what the hub only keeps a record of
--   unknown_amount: of refunds and cancellations whose state is unknown
--   difference_amount: paid less given back; below zero where more was given back
--   refunds: completed refunds and cancellations
WITH given_back AS (
    SELECT
        account,
        order_id,
        count(*) FILTER (WHERE money = 'given_back') AS refunds,
        sum(total_amount) FILTER (WHERE money = 'given_back') AS amount,
        sum(total_amount) FILTER (WHERE money = 'given_back' AND kind IS DISTINCT FROM 'cancellation')
            AS refunded_amount,
        sum(total_amount) FILTER (WHERE money = 'given_back' AND kind = 'cancellation') AS canceled_amount,
        sum(total_amount) FILTER (WHERE money = 'underway') AS underway_amount,
        sum(total_amount) FILTER (WHERE money = 'recorded') AS recorded_amount,
        sum(total_amount) FILTER (WHERE money = 'unknown') AS unknown_amount
    FROM refund_money
    GROUP BY account, order_id
)
SELECT
    paid.account,
    paid.order_id,
    paid.marketplace,
    paid.marketplace_order_id,
    CASE WHEN given_back.amount > paid.total_amount THEN 'more_given_back_than_paid' ELSE 'canceled_not_given_back' END
        AS finding,
    paid.currency,
    paid.total_amount AS paid_amount,
    coalesce(given_back.refunded_amount, 0) AS refunded_amount,
    coalesce(given_back.canceled_amount, 0) AS canceled_amount,
    coalesce(given_back.underway_amount, 0) AS underway_amount,
    coalesce(given_back.recorded_amount, 0) AS recorded_amount,
    coalesce(given_back.unknown_amount, 0) AS unknown_amount,
    paid.total_amount - coalesce(given_back.amount, 0) AS difference_amount,
    coalesce(given_back.refunds, 0) AS refunds
FROM counted_orders AS paid
LEFT JOIN accounts ON accounts.account = paid.account
LEFT JOIN given_back ON given_back.account = paid.account AND given_back.order_id = paid.order_id
WHERE (paid.payment_status IS NULL OR paid.payment_status IN ('cleared', 'deposited'))
    AND (
        given_back.amount > paid.total_amount
        OR (paid.order_status = 'canceled' AND coalesce(given_back.amount, 0) < paid.total_amount)
    )
    AND (getvariable('account') IS NULL OR paid.account = getvariable('account'))
    AND (
        getvariable('since') IS NULL
        OR CAST(paid.purchased_at AT TIME ZONE accounts.time_zone AS DATE) >= CAST(getvariable('since') AS DATE)
    )
    AND (
        getvariable('until') IS NULL
        OR CAST(paid.purchased_at AT TIME ZONE accounts.time_zone AS DATE) < CAST(getvariable('until') AS DATE)
    )
ORDER BY finding DESC, abs(difference_amount) DESC, paid.account, paid.order_id
