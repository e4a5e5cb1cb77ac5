-- Which numbers did these orders have when they were linked last?
-- Grain: one row an order of a profile.
CREATE TEMPORARY TABLE old_numbers AS
SELECT order_numbers.* FROM internal.order_numbers AS order_numbers SEMI JOIN new_numbers USING (profile, order_id)
