-- How do these orders stand in the table?
-- Grain: one row an order.
CREATE TEMPORARY TABLE old_links AS
SELECT links.*
FROM order_links AS links
JOIN profiles USING (account)
SEMI JOIN judged_slice AS judged ON judged.profile = profiles.profile AND judged.order_id = links.order_id
