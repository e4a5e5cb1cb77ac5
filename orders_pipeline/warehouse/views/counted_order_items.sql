-- Which lines do the counted orders have?
-- Grain: one row a line item of an order of counted_orders, as the account that is counted shows it.
-- Columns: those of order_items
SELECT order_items.*
FROM order_items
ANTI JOIN (SELECT account, order_id FROM order_links WHERE NOT is_counted) AS uncounted USING (account, order_id)
