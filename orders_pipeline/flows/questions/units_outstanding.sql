-- Which lines of paid orders are still to be shipped, wholly or in part?
-- Grain: one row a line item of an order that is open, in progress or held, paid (as in unshipped_orders) and not
-- shipped by the marketplace alone. Outstanding is what was ordered, less what has left in parcels, less what was
-- canceled. A refund does not say whether its units had left: it stands beside and is to be looked at before anything
-- is sent. Linked orders are counted once. By the day of the purchase.
-- Columns:
--   account: account of accounts.toml
--   order_id: the hub's own stable id
--   marketplace: family of the marketplace; NULL where unknown
--   order_status: open, in_progress or held (do not ship)
--   ordered_on: day of the purchase in the account's zone
--   ship_by_on: day in the account's zone by which the seller expects to ship; NULL where unknown
--   line_number: place of the line in the order
--   sku: seller's SKU
--   ordered_units: units ordered
--   shipped_units: units in parcels that have left
--   canceled_units: units of completed cancellations
--   outstanding_units: the first less the two others
--   refunded_units: units of refunds that neither failed nor were rejected
WITH shipped AS (
    SELECT parts.account, parts.order_id, parts.item_id, sum(parts.quantity) AS units
    FROM counted_fulfillment_items AS parts
    INNER JOIN counted_fulfillments AS fulfillments
        ON fulfillments.account = parts.account
        AND fulfillments.order_id = parts.order_id
        AND fulfillments.fulfillment_id = parts.fulfillment_id
    WHERE fulfillments.is_shipped
    GROUP BY parts.account, parts.order_id, parts.item_id
),
given_back AS (
    SELECT
        parts.account,
        parts.order_id,
        parts.item_id,
        sum(parts.quantity) FILTER (WHERE refunds.kind = 'cancellation' AND refunds.money = 'given_back')
            AS canceled_units,
        sum(parts.quantity) FILTER (WHERE refunds.kind = 'refund' AND refunds.money <> 'not_given') AS refunded_units
    FROM counted_refund_items AS parts
    INNER JOIN refund_money AS refunds
        ON refunds.account = parts.account
        AND refunds.order_id = parts.order_id
        AND refunds.refund_id = parts.refund_id
    GROUP BY parts.account, parts.order_id, parts.item_id
)
SELECT
    items.account,
    items.order_id,
    bought.marketplace,
    bought.order_status,
    CAST(bought.purchased_at AT TIME ZONE accounts.time_zone AS DATE) AS ordered_on,
    CAST(bought.estimated_ship_at AT TIME ZONE accounts.time_zone AS DATE) AS ship_by_on,
    items.line_number,
    items.sku,
    items.quantity AS ordered_units,
    coalesce(shipped.units, 0) AS shipped_units,
    coalesce(given_back.canceled_units, 0) AS canceled_units,
    items.quantity - coalesce(shipped.units, 0) - coalesce(given_back.canceled_units, 0) AS outstanding_units,
    coalesce(given_back.refunded_units, 0) AS refunded_units
FROM order_items AS items
INNER JOIN counted_orders AS bought ON bought.account = items.account AND bought.order_id = items.order_id
LEFT JOIN accounts ON accounts.account = items.account
LEFT JOIN shipped
    ON shipped.account = items.account AND shipped.order_id = items.order_id AND shipped.item_id = items.item_id
LEFT JOIN given_back
    ON given_back.account = items.account
    AND given_back.order_id = items.order_id
    AND given_back.item_id = items.item_id
WHERE bought.order_status IN ('open', 'in_progress', 'held')
    AND (bought.payment_status IS NULL OR bought.payment_status IN ('cleared', 'deposited'))
    AND bought.fulfilled_by IS DISTINCT FROM 'marketplace'
    AND items.quantity - coalesce(shipped.units, 0) - coalesce(given_back.canceled_units, 0) > 0
    AND (getvariable('account') IS NULL OR items.account = getvariable('account'))
    AND (getvariable('since') IS NULL OR ordered_on >= CAST(getvariable('since') AS DATE))
    AND (getvariable('until') IS NULL OR ordered_on < CAST(getvariable('until') AS DATE))
ORDER BY bought.purchased_at, items.account, items.order_id, items.line_number
