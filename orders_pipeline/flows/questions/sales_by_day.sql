-- What was sold on the last days, in each account and currency?
-- Grain: one row an account, day in the account's zone and currency; the eight newest, the largest of a day first.
SELECT
    sold_on AS day,
    account,
    sum(orders)::BIGINT AS orders,
    sum(units) AS units,
    currency,
    sum(total_amount) AS sold,
    sum(tax_amount) AS tax
FROM sales_by_day
WHERE sold_on IS NOT NULL
GROUP BY day, account, currency
ORDER BY day DESC, orders DESC, account, currency
LIMIT 8
