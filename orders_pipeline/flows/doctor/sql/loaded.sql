-- Which windows are loaded whole?
-- Grain: one row an account, its windows as a list: so there are no 100,000 rows to fetch.
SELECT account, list(window_id) AS windows FROM loads WHERE is_complete GROUP BY account
