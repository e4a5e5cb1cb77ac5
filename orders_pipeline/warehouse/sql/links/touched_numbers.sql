-- Which numbers did these orders have, and have now?
-- Grain: one row a number, whatever the marketplace: some accounts do not know it.
CREATE TEMPORARY TABLE touched_numbers AS
SELECT number FROM new_numbers WHERE number IS NOT NULL
UNION
SELECT number FROM old_numbers
