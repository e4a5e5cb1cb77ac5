-- Which orders are to be linked anew, in what they are told apart by? Those that changed, and what else their profile's
-- other accounts show under the same id.
-- Grain: one row an order. `profiles` has one row an account, `place` counts them in the order of accounts.toml.
CREATE TEMPORARY TABLE shown_orders AS
WITH shown AS (
    SELECT profiles.profile, profiles.place, changed.order_id, changed.marketplace, changed.marketplace_order_id
    FROM orders AS changed
    JOIN profiles USING (account)
    WHERE {changed}
),
mates AS (
    SELECT profiles.profile, profiles.place, held.order_id, held.marketplace, held.marketplace_order_id
    FROM orders AS held
    JOIN (FROM profiles WHERE is_shared) AS profiles USING (account)
    SEMI JOIN shown ON shown.profile = profiles.profile AND shown.order_id = held.order_id
)
SELECT DISTINCT profile, place, order_id, marketplace, marketplace_order_id
FROM (FROM shown UNION ALL FROM mates)
