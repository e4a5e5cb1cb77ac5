-- How many orders have a total that is not the sum of its parts, and of which account?
-- Grain: one row an account that has any.
SELECT account, count(*) AS orders
FROM totals_that_do_not_add_up
GROUP BY account
ORDER BY account
