-- How much of what was sold under each SKU was refunded or canceled?
-- Grain: one row an account, SKU and currency. Refunded, canceled and other are given back, by the rule of refund_money:
-- completed. What is underway, only recorded or of an unknown state stands beside, whatever its kind; what failed or was
-- rejected is nowhere. What a refund gives back of an order as a whole belongs to no line: it stands under SKU NULL, as
-- do lines without a SKU. Linked orders are counted once.
-- Columns:
--   account: account of accounts.toml
--   sku: seller's SKU; NULL for lines without one and for refunds of whole orders
--   currency: ISO 4217 code of the amounts
--   sold_units: units ordered, canceled orders included
--   sold_amount: units times unit price, before tax, shipping and promotions
--   refunded_units: units given back in refunds
--   refunded_amount: money given back in refunds, all components
--   canceled_units: units given back in cancellations
--   canceled_amount: money given back in cancellations, all components
--   other_units: units of disputes and of kinds that are unknown
--   other_amount: money of disputes and of kinds that are unknown
--   underway_units: units of what is asked for or sent and not completed yet, of every kind
--   underway_amount: the money of these
--   recorded_units: units of what the hub only keeps a record of
--   recorded_amount: the money of these
--   unknown_units: units of refunds and cancellations whose state is unknown
--   unknown_amount: the money of these
--   refunded_units_percent: refunded units in percent of the sold, two decimals; NULL where none were sold
--   canceled_units_percent: the same for canceled units
--   refunded_amount_percent: refunded money in percent of the sold amount, two decimals; can pass 100, with tax and shipping
WITH sold AS (
    SELECT account, sku, currency, sum(quantity) AS units, sum(quantity * unit_price_amount) AS amount
    FROM counted_order_items
    GROUP BY account, sku, currency
),
-- A refund of item level may say its parts only as a whole: then the whole stands here under SKU NULL.
returned AS (
    SELECT
        refunds.account,
        coalesce(lines.sku, items.sku) AS sku,
        coalesce(lines.currency, refunds.currency) AS currency,
        refunds.kind,
        refunds.money,
        refunds.kind IS NULL OR refunds.kind NOT IN ('refund', 'cancellation') AS is_other,
        lines.quantity AS units,
        CASE WHEN lines.refund_id IS NULL THEN refunds.total_amount ELSE lines.total_amount END AS amount
    FROM refund_money AS refunds
    LEFT JOIN counted_refund_items AS lines
        ON lines.account = refunds.account AND lines.order_id = refunds.order_id AND lines.refund_id = refunds.refund_id
    LEFT JOIN order_items AS items
        ON items.account = lines.account AND items.order_id = lines.order_id AND items.item_id = lines.item_id
    WHERE refunds.money <> 'not_given'
),
given_back AS (
    SELECT
        account,
        sku,
        currency,
        sum(units) FILTER (WHERE money = 'given_back' AND kind = 'refund') AS refunded_units,
        sum(amount) FILTER (WHERE money = 'given_back' AND kind = 'refund') AS refunded_amount,
        sum(units) FILTER (WHERE money = 'given_back' AND kind = 'cancellation') AS canceled_units,
        sum(amount) FILTER (WHERE money = 'given_back' AND kind = 'cancellation') AS canceled_amount,
        sum(units) FILTER (WHERE money = 'given_back' AND is_other) AS other_units,
        sum(amount) FILTER (WHERE money = 'given_back' AND is_other) AS other_amount,
        sum(units) FILTER (WHERE money = 'underway') AS underway_units,
        sum(amount) FILTER (WHERE money = 'underway') AS underway_amount,
        sum(units) FILTER (WHERE money = 'recorded') AS recorded_units,
        sum(amount) FILTER (WHERE money = 'recorded') AS recorded_amount,
        sum(units) FILTER (WHERE money = 'unknown') AS unknown_units,
        sum(amount) FILTER (WHERE money = 'unknown') AS unknown_amount
    FROM returned
    GROUP BY account, sku, currency
)
SELECT
    coalesce(sold.account, given_back.account) AS account,
    coalesce(sold.sku, given_back.sku) AS sku,
    coalesce(sold.currency, given_back.currency) AS currency,
    sold.units AS sold_units,
    sold.amount AS sold_amount,
    given_back.refunded_units,
    given_back.refunded_amount,
    given_back.canceled_units,
    given_back.canceled_amount,
    given_back.other_units,
    given_back.other_amount,
    given_back.underway_units,
    given_back.underway_amount,
    given_back.recorded_units,
    given_back.recorded_amount,
    given_back.unknown_units,
    given_back.unknown_amount,
    CASE WHEN sold.units > 0 THEN CAST(100 * given_back.refunded_units / sold.units AS DECIMAL(18, 2)) END
        AS refunded_units_percent,
    CASE WHEN sold.units > 0 THEN CAST(100 * given_back.canceled_units / sold.units AS DECIMAL(18, 2)) END
        AS canceled_units_percent,
    CASE WHEN sold.amount > 0 THEN CAST(100 * given_back.refunded_amount / sold.amount AS DECIMAL(18, 2)) END
        AS refunded_amount_percent
FROM sold
FULL JOIN given_back
    ON sold.account = given_back.account
    AND sold.sku IS NOT DISTINCT FROM given_back.sku
    AND sold.currency IS NOT DISTINCT FROM given_back.currency
