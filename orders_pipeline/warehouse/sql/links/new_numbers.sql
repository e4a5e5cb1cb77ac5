-- What are their numbers at the marketplace, written alike? Of several accounts of a profile the first that has one says it.
-- Grain: one row an order of a profile; both NULL where it has no number. `marketplace` is '' where nobody knows it.
CREATE TEMPORARY TABLE new_numbers AS
WITH told AS (
    SELECT
        profile,
        place,
        order_id,
        marketplace,
        nullif(upper(regexp_replace(marketplace_order_id, '^[\s#]+|\s+$', '', 'g')), '') AS number
    FROM shown_orders
)
SELECT
    profile,
    order_id,
    arg_min(coalesce(marketplace, ''), (marketplace IS NULL, place)) FILTER (WHERE number IS NOT NULL) AS marketplace,
    arg_min(number, (marketplace IS NULL, place)) FILTER (WHERE number IS NOT NULL) AS number
FROM told
GROUP BY profile, order_id
