-- Do the hubs agree on the orders that they share?
-- Grain: one row a section of accounts.toml whose orders are linked to those of another one, which are counted.
SELECT
    split_part(account, '/', 1) AS account,
    split_part(counted_account, '/', 1) AS counted_as,
    count(*) AS orders,
    count(*) FILTER (WHERE differs_in IS NULL) AS agreeing,
    count(*) FILTER (WHERE contains(differs_in, '_status')) AS other_state,
    count(*) FILTER (WHERE contains(differs_in, 'total_amount') OR contains(differs_in, 'currency')) AS other_total
FROM linked_orders
GROUP BY ALL
ORDER BY ALL
