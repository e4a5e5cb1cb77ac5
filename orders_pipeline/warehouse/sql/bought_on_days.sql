-- How many orders of an account were bought on each of these days?
-- Grain: one row a day with orders.
SELECT days.day, count(*) AS orders
FROM days
JOIN orders AS bought ON bought.purchased_at >= days.start_at AND bought.purchased_at < days.end_at
WHERE bought.account = ?
GROUP BY days.day
