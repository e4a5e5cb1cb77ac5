-- Which paid orders are not shipped yet, and for how long have their buyers waited?
-- Grain: one row an order that is open, in progress or held and whose payment has arrived (cleared or deposited; a hub
-- that gives no payment state shows such orders only when paid). Age is counted up to certified_until_at of the account
-- (view certified_until), so that the answer is of the data and not of the clock. Linked orders are counted once.
-- Columns:
--   account: account of accounts.toml
--   order_id: the hub's own stable id
--   channel: dialect that the order was read by
--   marketplace: family of the marketplace; NULL where unknown
--   marketplace_order_id: order number at the marketplace
--   order_status: open, in_progress or held
--   payment_status: cleared or deposited; NULL where the hub gives none
--   fulfilled_by: who ships; marketplace means that nothing is to be done here
--   purchased_at: when the buyer ordered
--   deliver_by_at: deadline of delivery
--   as_of_at: instant up to which the age is counted; NULL, as what follows from it, before the first live window
--   waiting_hours: whole hours from the purchase to then
--   waiting_days: whole spans of 24 hours from the purchase to then
--   is_late: the deadline had passed by then
--   currency: ISO 4217 code of the amount
--   total_amount: what the buyer paid
SELECT
    waiting.account,
    waiting.order_id,
    waiting.channel,
    waiting.marketplace,
    waiting.marketplace_order_id,
    waiting.order_status,
    waiting.payment_status,
    waiting.fulfilled_by,
    waiting.purchased_at,
    waiting.deliver_by_at,
    certified.certified_until_at AS as_of_at,
    (epoch_us(certified.certified_until_at) - epoch_us(waiting.purchased_at)) // 3600000000 AS waiting_hours,
    (epoch_us(certified.certified_until_at) - epoch_us(waiting.purchased_at)) // 86400000000 AS waiting_days,
    waiting.deliver_by_at < certified.certified_until_at AS is_late,
    waiting.currency,
    waiting.total_amount
FROM counted_orders AS waiting
LEFT JOIN certified_until AS certified ON certified.account = waiting.account
WHERE
    waiting.order_status IN ('open', 'in_progress', 'held')
    AND (waiting.payment_status IS NULL OR waiting.payment_status IN ('cleared', 'deposited'))
