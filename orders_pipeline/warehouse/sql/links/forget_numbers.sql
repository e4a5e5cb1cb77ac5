-- Forget the numbers of these orders: they are said anew.
-- Grain: one row an order of a profile.
DELETE FROM internal.order_numbers USING new_numbers AS again
WHERE order_numbers.profile = again.profile AND order_numbers.order_id = again.order_id
