-- To which lines of counted orders do the refunds of counted_refunds belong?
-- Grain: one row a line item within a refund, under the account and order_id of its counted order. Where another order
-- tells the refunds, item_id is the counted order's line of the same SKU if it has exactly one, else NULL; and sku is
-- that of the line at the order that tells them.
-- Columns: those of refund_items
WITH elsewhere AS (
    SELECT links.account, links.order_id, links.counted_account, links.counted_order_id
    FROM order_links AS links
    WHERE links.is_refund_source AND NOT links.is_counted
),
one_line AS (
    SELECT lines.account, lines.order_id, lines.sku, min(lines.item_id) AS item_id
    FROM order_items AS lines
    SEMI JOIN elsewhere
        ON elsewhere.counted_account = lines.account AND elsewhere.counted_order_id = lines.order_id
    WHERE lines.sku IS NOT NULL
    GROUP BY lines.account, lines.order_id, lines.sku
    HAVING count(*) = 1
)
SELECT parts.*
FROM refund_items AS parts
ANTI JOIN order_links AS links
    ON links.account = parts.account AND links.order_id = parts.order_id
    AND NOT (links.is_refund_source AND links.is_counted)
UNION ALL BY NAME
SELECT
    parts.* REPLACE (
        elsewhere.counted_account AS account,
        elsewhere.counted_order_id AS order_id,
        one_line.item_id AS item_id,
        coalesce(parts.sku, lines.sku) AS sku
    )
FROM elsewhere
JOIN refund_items AS parts ON parts.account = elsewhere.account AND parts.order_id = elsewhere.order_id
LEFT JOIN order_items AS lines
    ON lines.account = parts.account AND lines.order_id = parts.order_id AND lines.item_id = parts.item_id
LEFT JOIN one_line
    ON one_line.account = elsewhere.counted_account
    AND one_line.order_id = elsewhere.counted_order_id
    AND one_line.sku = coalesce(parts.sku, lines.sku)
