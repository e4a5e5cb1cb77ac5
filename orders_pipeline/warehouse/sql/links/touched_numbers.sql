-- Which numbers did these orders have when they were linked last, and have now?
-- Grain: one row a number at a marketplace.
CREATE TEMPORARY TABLE touched_numbers AS
SELECT marketplace, number FROM new_numbers WHERE number IS NOT NULL
UNION
SELECT marketplace, number FROM internal.order_numbers SEMI JOIN new_numbers USING (profile, order_id)
