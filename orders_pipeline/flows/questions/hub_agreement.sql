-- Do my hubs agree on the orders that they share?
-- Grain: one row an account, account whose orders are counted in its stead, marketplace and currency of the counted
-- order. Linked orders alone (see order_links); a column that a hub does not give is no disagreement. By the day of the
-- purchase.
-- Columns:
--   account: account that is not counted
--   counted_account: account whose orders are counted
--   marketplace: family of the marketplace; NULL where unknown
--   currency: currency of the counted orders
--   orders: orders that both show
--   agreeing: of them, those of which both say the same
--   other_status: of them, those whose order, payment or shipping state differs
--   other_currency: of them, those whose currency differs
--   other_total: of them, those whose total differs
--   counted_amount: totals of the counted orders
--   difference_amount: what the other account's totals of the same currency are above these; below zero where less
SELECT
    links.account,
    links.counted_account,
    links.marketplace,
    links.counted_currency AS currency,
    count(*) AS orders,
    count(*) FILTER (WHERE links.differs_in IS NULL) AS agreeing,
    count(*) FILTER (WHERE contains(links.differs_in, '_status')) AS other_status,
    count(*) FILTER (WHERE contains(links.differs_in, 'currency')) AS other_currency,
    count(*) FILTER (WHERE contains(links.differs_in, 'total_amount')) AS other_total,
    coalesce(sum(links.counted_total_amount), 0) AS counted_amount,
    coalesce(sum(links.difference_amount), 0) AS difference_amount
FROM linked_orders AS links
LEFT JOIN accounts ON accounts.account = links.counted_account
WHERE (getvariable('account') IS NULL OR links.account = getvariable('account'))
    AND (
        getvariable('since') IS NULL
        OR CAST(links.purchased_at AT TIME ZONE accounts.time_zone AS DATE) >= CAST(getvariable('since') AS DATE)
    )
    AND (
        getvariable('until') IS NULL
        OR CAST(links.purchased_at AT TIME ZONE accounts.time_zone AS DATE) < CAST(getvariable('until') AS DATE)
    )
GROUP BY links.account, links.counted_account, links.marketplace, links.counted_currency
ORDER BY links.account, links.counted_account, links.marketplace, links.counted_currency
