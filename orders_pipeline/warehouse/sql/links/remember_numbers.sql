-- Remember the numbers that are new or others.
-- Grain: one row an order of a profile.
INSERT INTO internal.order_numbers (profile, order_id, marketplace, number)
SELECT profile, order_id, marketplace, number FROM (FROM new_numbers EXCEPT FROM old_numbers) WHERE number IS NOT NULL
