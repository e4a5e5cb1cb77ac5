-- Which links stand no more, or otherwise?
-- Grain: one row an order.
INSERT INTO links_gone (FROM old_links EXCEPT FROM new_links)
