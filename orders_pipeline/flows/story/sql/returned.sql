-- Of which lines has everything been returned by the actions with these keys, and was it what was paid?
-- Grain: one row a line that several requests returned money for. Money in the order's own currency.
SELECT
    told.account,
    told.order_id,
    line.sku,
    list(told.action_key ORDER BY told.action_key) AS action_keys,
    line.quantity AS units,
    told.currency,
    sum(told.item_amount)::DECIMAL(18, 4) AS item_returned,
    (line.unit_price_amount * line.quantity)::DECIMAL(18, 4) AS item_paid,
    sum(told.tax_amount)::DECIMAL(18, 4) AS tax_returned,
    line.tax_amount AS tax_paid,
    sum(told.shipping_amount)::DECIMAL(18, 4) AS shipping_returned,
    line.shipping_amount AS shipping_paid,
    sum(told.shipping_tax_amount)::DECIMAL(18, 4) AS shipping_tax_returned,
    line.shipping_tax_amount AS shipping_tax_paid
FROM actions AS told
JOIN order_items AS line USING (account, order_id, item_id)
WHERE told.kind = 'refund' AND told.state = 'settled' AND list_contains($1, told.action_key)
GROUP BY ALL
HAVING count(*) > 1 AND sum(told.quantity) = line.quantity
