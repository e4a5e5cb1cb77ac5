-- Forget the numbers of the orders that have another one now, or none.
-- Grain: one row an order of a profile.
DELETE FROM internal.order_numbers USING (FROM old_numbers EXCEPT FROM new_numbers) AS gone
WHERE order_numbers.profile = gone.profile AND order_numbers.order_id = gone.order_id
