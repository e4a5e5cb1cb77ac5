-- What was asked of the hubs, and what do they show of it: asked, sent, accepted, seen?
-- Grain: one row a request of an action. A refund or cancellation is found among the order's refunds by our id, a parcel
-- by our id or its tracking number; marks and hubs that give no id back show nothing, which proves nothing. What the hub
-- shows is as of the last load.
-- Columns:
--   account: account of accounts.toml
--   action_key: id of the business event
--   step_number: request of the action, from 1
--   order_id: the hub's own stable id
--   marketplace: family of the marketplace; NULL where the order is not here
--   kind: ship, correct_shipment, cancel, refund or acknowledge
--   state: where it stands; unknown and parked are in doubt
--   currency: ISO 4217 code of the amounts
--   asked_amount: what the request returns; NULL where it returns no money
--   shown_amount: what the hub shows as returned under our id, refused ones left out; NULL where it shows nothing
--   shown_status: how far the hub says that it has come; of a parcel its state
--   is_shown: the hub shows it, and not as refused
--   requested_at: when it was asked for
--   approved_at: when somebody, or the settings, agreed
--   sent_at: when it was sent
--   accepted_at: when the hub took it
--   ended_at: when it came to its end
--   order_read_at: when the version of the order that stands here was first read
WITH returned AS (
    SELECT
        account,
        order_id,
        seller_refund_id AS seller_id,
        sum(total_amount) FILTER (WHERE status IS NULL OR status NOT IN ('failed', 'rejected'))::DECIMAL(18, 4) AS amount,
        max(coalesce(status, 'unknown')) AS status,
        bool_or(status IS NULL OR status NOT IN ('failed', 'rejected')) AS is_shown
    FROM refunds
    WHERE seller_refund_id IS NOT NULL
    GROUP BY account, order_id, seller_refund_id
),
parcels AS (
    SELECT
        told.account,
        told.action_key,
        told.step_number,
        max(coalesce(parcel.delivery_status, 'unknown')) AS status
    FROM actions AS told
    JOIN fulfillments AS parcel ON
        parcel.account = told.account
        AND parcel.order_id = told.order_id
        AND (
            parcel.seller_fulfillment_id = told.seller_id
            OR parcel.tracking_number = told.tracking_number
        )
    WHERE told.kind IN ('ship', 'correct_shipment')
    GROUP BY told.account, told.action_key, told.step_number
)
SELECT
    told.account,
    told.action_key,
    told.step_number,
    told.order_id,
    held.marketplace,
    told.kind,
    told.state,
    told.currency,
    told.total_amount AS asked_amount,
    returned.amount AS shown_amount,
    coalesce(returned.status, parcels.status) AS shown_status,
    coalesce(returned.is_shown, parcels.status IS NOT NULL) AS is_shown,
    told.requested_at,
    told.approved_at,
    told.sent_at,
    told.accepted_at,
    told.ended_at,
    held.requested_at AS order_read_at
FROM actions AS told
LEFT JOIN orders AS held ON held.account = told.account AND held.order_id = told.order_id
LEFT JOIN returned ON
    returned.account = told.account
    AND returned.order_id = told.order_id
    AND returned.seller_id = told.seller_id
    AND told.kind IN ('cancel', 'refund')
LEFT JOIN parcels ON
    parcels.account = told.account
    AND parcels.action_key = told.action_key
    AND parcels.step_number = told.step_number
