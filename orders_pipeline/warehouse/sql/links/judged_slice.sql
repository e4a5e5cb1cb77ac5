-- Which of these orders are looked at now? All of a number together, so that no group is torn.
-- Grain: one row an order of a profile.
CREATE TEMPORARY TABLE judged_slice AS
FROM judged_orders
WHERE hash(coalesce(number, profile || ':' || order_id)) % {slices} = {slice}
