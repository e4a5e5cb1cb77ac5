-- Which goods come back most?
-- Grain: one row an account, SKU and currency of which at least fifty units were sold; the eight with the highest share.
SELECT
    account,
    sku,
    sold_units AS sold,
    refunded_units AS refunded,
    refunded_units_percent AS percent,
    currency,
    refunded_amount AS given_back
FROM refund_rate_by_sku
WHERE sku IS NOT NULL AND sold_units >= 50 AND refunded_units > 0
ORDER BY percent DESC, given_back DESC, account, sku
LIMIT 8
