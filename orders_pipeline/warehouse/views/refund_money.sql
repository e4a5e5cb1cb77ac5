-- What does each refund and cancellation say of its money?
-- Grain: one row a refund or cancellation. The one rule by which views and questions count: only what is completed is
-- given back. Asked for, decided or taken by the marketplace is underway; what a hub only keeps a record of is recorded;
-- failed or rejected is not given; a state that is not known is unknown, and never counted as any of the others.
-- Linked orders are counted once.
-- Columns:
--   account: account of accounts.toml
--   order_id: order, as in orders.order_id
--   refund_id: id of the refund, as in refunds.refund_id
--   kind: refund, cancellation or dispute; NULL where the hub's word is unknown
--   status: how far it has come; NULL where the hub's word is unknown
--   money: given_back, underway, recorded, not_given or unknown
--   money_at: when the marketplace refunded, else when it was asked for
--   currency: ISO 4217 code of the amount
--   total_amount: all its components together
SELECT
    refunds.account,
    refunds.order_id,
    refunds.refund_id,
    refunds.kind,
    refunds.status,
    {money} AS money,
    coalesce(refunds.refunded_at, refunds.created_at) AS money_at,
    refunds.currency,
    refunds.total_amount
FROM counted_refunds AS refunds
