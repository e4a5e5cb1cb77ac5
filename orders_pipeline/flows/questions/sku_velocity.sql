-- How fast does each SKU sell, with bundles counted by what is in them?
-- Grain: one row an account and SKU that was sold in the last 56 days. Lines of orders that are not canceled; a bundle
-- line whose components are known counts as these. The days are whole ones of the account's zone, up to the day before
-- `until`, else up to the day before certified_until_at of the account (view certified_until). `since` changes nothing.
-- Linked orders are counted once.
-- Columns:
--   account: account of accounts.toml
--   sku: seller's SKU; NULL for lines without one
--   units_7_days: units of the last seven days
--   units_28_days: units of the last 28 days
--   units_28_days_before: units of the 28 days before these
--   units_per_week: a fourth of units_28_days
--   orders_28_days: orders of the last 28 days that hold it
--   last_sold_on: day of the last sale
WITH parts AS (
    SELECT
        lines.account,
        lines.order_id,
        CASE WHEN components.component_id IS NULL THEN lines.sku ELSE components.sku END AS sku,
        CASE WHEN components.component_id IS NULL THEN lines.quantity ELSE components.quantity END AS units
    FROM order_items AS lines
    LEFT JOIN bundle_components AS components
        ON components.account = lines.account
        AND components.order_id = lines.order_id
        AND components.item_id = lines.item_id
),
ends AS (
    SELECT
        accounts.account,
        accounts.time_zone,
        coalesce(
            CAST(getvariable('until') AS DATE),
            CAST(certified.certified_until_at AT TIME ZONE accounts.time_zone AS DATE)
        ) AS end_on
    FROM accounts
    LEFT JOIN certified_until AS certified ON certified.account = accounts.account
),
aged AS (
    SELECT
        parts.account,
        parts.order_id,
        parts.sku,
        parts.units,
        CAST(bought.purchased_at AT TIME ZONE ends.time_zone AS DATE) AS sold_on,
        ends.end_on - sold_on AS days_ago
    FROM parts
    INNER JOIN counted_orders AS bought ON bought.account = parts.account AND bought.order_id = parts.order_id
    INNER JOIN ends ON ends.account = parts.account
    WHERE bought.order_status IS DISTINCT FROM 'canceled'
)
SELECT
    account,
    sku,
    coalesce(sum(units) FILTER (WHERE days_ago <= 7), 0) AS units_7_days,
    coalesce(sum(units) FILTER (WHERE days_ago <= 28), 0) AS units_28_days,
    coalesce(sum(units) FILTER (WHERE days_ago > 28), 0) AS units_28_days_before,
    coalesce(sum(units) FILTER (WHERE days_ago <= 28), 0) * 0.25 AS units_per_week,
    count(DISTINCT order_id) FILTER (WHERE days_ago <= 28) AS orders_28_days,
    max(sold_on) AS last_sold_on
FROM aged
WHERE days_ago BETWEEN 1 AND 56
    AND (getvariable('account') IS NULL OR account = getvariable('account'))
GROUP BY account, sku
ORDER BY account, units_28_days DESC, sku
