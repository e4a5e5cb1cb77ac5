-- Which orders' links are not what they were?
-- Grain: one row an order.
SELECT account, order_id FROM (FROM old_links EXCEPT FROM new_links)
UNION
SELECT account, order_id FROM (FROM new_links EXCEPT FROM old_links)
