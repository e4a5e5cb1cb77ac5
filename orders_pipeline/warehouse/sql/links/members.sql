-- What do the accounts say of the orders that may be linked?
-- Grain: one row an order of an account.
CREATE TEMPORARY TABLE members AS
SELECT
    held.account,
    held.order_id,
    profiles.profile,
    profiles.place,
    judged.marketplace,
    judged.number,
    held.marketplace_country AS country,
    nullif(lower(trim(held.marketplace_account_id)), '') AS store,
    strftime(held.purchased_at AT TIME ZONE 'UTC', '%Y-%m-%dT%H:%M:%SZ') AS bought,
    held.order_status,
    held.payment_status,
    held.shipping_status,
    held.currency,
    held.total_amount
FROM orders AS held
JOIN profiles USING (account)
JOIN (FROM judged_slice WHERE may_be_linked) AS judged
    ON judged.profile = profiles.profile AND judged.order_id = held.order_id
