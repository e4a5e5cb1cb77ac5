-- Which numbers did these orders have, and have now?
-- Grain: one row a number at a marketplace.
CREATE TEMPORARY TABLE touched_numbers AS
SELECT marketplace, number FROM new_numbers WHERE number IS NOT NULL
UNION
SELECT marketplace, number FROM old_numbers
