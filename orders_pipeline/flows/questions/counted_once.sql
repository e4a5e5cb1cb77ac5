-- How many orders stand behind what the hubs show?
-- Grain: one row.
SELECT
    (SELECT count(*) FROM orders) AS shown,
    (SELECT count(*) FROM counted_orders) AS counted,
    (SELECT count(DISTINCT link_id) FROM order_links) AS shared,
    (SELECT count(*) FROM order_links WHERE NOT is_counted) AS repeats
