-- Remember the numbers that links are made by.
-- Grain: one row an order of a profile.
INSERT INTO internal.order_numbers (profile, order_id, marketplace, number)
SELECT profile, order_id, marketplace, number FROM new_numbers WHERE number IS NOT NULL
