-- Which accounts are here?
-- Grain: one row an account.
SELECT account, channel, time_zone, start_on, rank, same_orders_as FROM accounts
