-- Which refunds and cancellations do the hubs show that nobody asked for through us?
-- Grain: one row a refund or cancellation whose seller's id is none of our actions', since the first action of its
-- account; refused ones are left out. People make them in the hub, and buyers at the marketplace.
-- Columns:
--   account: account of accounts.toml
--   order_id: the hub's own stable id
--   refund_id: id of the refund
--   kind: refund, cancellation or dispute; NULL where the hub's word is unknown
--   status: how far it has come; NULL where the hub's word is unknown
--   seller_refund_id: the seller's id, where it has one
--   channel_created_by: who asked, the hub's word
--   currency: ISO 4217 code of the amount
--   total_amount: what was returned
--   created_at: when it was asked for
SELECT
    given.account,
    given.order_id,
    given.refund_id,
    given.kind,
    given.status,
    given.seller_refund_id,
    given.channel_created_by,
    given.currency,
    given.total_amount,
    given.created_at
FROM refunds AS given
JOIN (SELECT account, min(requested_at) AS since_at FROM actions GROUP BY account) AS ours ON ours.account = given.account
WHERE
    (given.created_at IS NULL OR given.created_at >= ours.since_at)
    AND (given.status IS NULL OR given.status NOT IN ('failed', 'rejected'))
    AND NOT EXISTS (
        SELECT 1 FROM actions
        WHERE actions.account = given.account AND actions.seller_id = given.seller_refund_id
    )
