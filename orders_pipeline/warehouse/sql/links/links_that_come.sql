-- Which links are new, or others?
-- Grain: one row an order.
INSERT INTO links_come (FROM new_links EXCEPT FROM old_links)
