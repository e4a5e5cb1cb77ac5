-- Whose links are to be looked at? Those orders, and whoever has a number that one of them had or has.
-- Grain: one row an order of a profile. `may_be_linked`: somebody else has the number, or its profile has more accounts.
CREATE TEMPORARY TABLE judged_orders AS
WITH numbered AS (
    SELECT profile, order_id, marketplace, number, count(*) OVER (PARTITION BY number) > 1 AS has_rivals
    FROM internal.order_numbers
    SEMI JOIN touched_numbers USING (number)
),
judged AS (
    FROM numbered
    UNION ALL BY NAME
    SELECT profile, order_id, NULL AS marketplace, NULL AS number, false AS has_rivals
    FROM new_numbers
    WHERE number IS NULL
)
SELECT
    profile,
    order_id,
    marketplace,
    number,
    has_rivals OR profile IN (SELECT profile FROM profiles WHERE is_shared) AS may_be_linked
FROM judged
