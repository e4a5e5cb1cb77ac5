-- What is to be written in the end? Nothing so far.
-- Grain: as in order_links.
CREATE TEMPORARY TABLE links_gone AS FROM order_links LIMIT 0;
CREATE TEMPORARY TABLE links_come AS FROM order_links LIMIT 0
