-- Which orders are there, each once, however many accounts show it?
-- Grain: one row an order: of linked orders (order_links) the counted one, and every order that is not linked. What sums
-- or counts orders reads this and not the table.
-- Columns: those of orders
SELECT orders.*
FROM orders
ANTI JOIN (SELECT account, order_id FROM order_links WHERE NOT is_counted) AS uncounted USING (account, order_id)
