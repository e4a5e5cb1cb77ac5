-- How many rows of `{table}` has each account?
-- Grain: one row an account that has any.
SELECT account, count(*) FROM {table} GROUP BY account
