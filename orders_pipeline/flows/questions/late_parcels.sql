-- How many parcels leave later than promised, by marketplace and carrier, and by how much?
-- Grain: one row an account, marketplace and carrier. Parcels of the seller's own shipping whose expected day of
-- shipping is known, of the parcel or else of its order; canceled parcels and orders are left out. Overdue is judged
-- at certified_until_at of the account (view certified_until), so that the answer is of the data and not of the clock.
-- Linked orders are counted once. By the day of the purchase.
-- Columns:
--   account: account of accounts.toml
--   marketplace: family of the marketplace; NULL where unknown
--   carrier: carrier; NULL where none is given yet
--   parcels: parcels with a promised time
--   on_time: left by then
--   late: left later
--   overdue: not left yet, and the time has passed
--   waiting: not left yet, and there is time
--   late_percent: late and overdue ones in percent of all but the waiting, two decimals
--   median_late_hours: half of the late ones left within so many hours after the promised time; hundredths, cut
--   worst_late_hours: the latest of them
WITH promised AS (
    SELECT
        bought.account,
        bought.marketplace,
        parcels.carrier,
        parcels.is_shipped AND parcels.shipped_at IS NOT NULL AS has_left,
        parcels.shipped_at,
        coalesce(parcels.estimated_ship_at, bought.estimated_ship_at) AS promised_at
    FROM counted_fulfillments AS parcels
    INNER JOIN counted_orders AS bought ON bought.account = parcels.account AND bought.order_id = parcels.order_id
    LEFT JOIN accounts ON accounts.account = bought.account
    WHERE bought.fulfilled_by IS DISTINCT FROM 'marketplace'
        AND bought.order_status IS DISTINCT FROM 'canceled'
        AND (parcels.delivery_status IS NULL OR parcels.delivery_status NOT IN ('canceled', 'externally_managed'))
        AND (getvariable('account') IS NULL OR bought.account = getvariable('account'))
        AND (
            getvariable('since') IS NULL
            OR CAST(bought.purchased_at AT TIME ZONE accounts.time_zone AS DATE) >= CAST(getvariable('since') AS DATE)
        )
        AND (
            getvariable('until') IS NULL
            OR CAST(bought.purchased_at AT TIME ZONE accounts.time_zone AS DATE) < CAST(getvariable('until') AS DATE)
        )
),
judged AS (
    SELECT
        promised.account,
        promised.marketplace,
        promised.carrier,
        promised.has_left,
        promised.shipped_at > promised.promised_at AS left_late,
        promised.promised_at < certified.certified_until_at AS time_is_over,
        epoch_us(promised.shipped_at) - epoch_us(promised.promised_at) AS late_us
    FROM promised
    LEFT JOIN certified_until AS certified ON certified.account = promised.account
    WHERE promised.promised_at IS NOT NULL
),
counted AS (
    SELECT
        account,
        marketplace,
        carrier,
        count(*) AS parcels,
        count(*) FILTER (WHERE has_left AND NOT left_late) AS on_time,
        count(*) FILTER (WHERE has_left AND left_late) AS late,
        count(*) FILTER (WHERE has_left IS DISTINCT FROM true AND time_is_over) AS overdue,
        count(*) FILTER (WHERE has_left IS DISTINCT FROM true AND time_is_over IS DISTINCT FROM true) AS waiting,
        quantile_disc(late_us, 0.5) FILTER (WHERE has_left AND left_late) AS median_us,
        max(late_us) FILTER (WHERE has_left AND left_late) AS worst_us
    FROM judged
    GROUP BY account, marketplace, carrier
)
SELECT
    account,
    marketplace,
    carrier,
    parcels,
    on_time,
    late,
    overdue,
    waiting,
    CAST(100 * (late + overdue) / nullif(parcels - waiting, 0) AS DECIMAL(18, 2)) AS late_percent,
    CAST(median_us // 36000000 AS DECIMAL(18, 0)) * 0.01 AS median_late_hours,
    CAST(worst_us // 36000000 AS DECIMAL(18, 0)) * 0.01 AS worst_late_hours
FROM counted
ORDER BY late + overdue DESC, account, marketplace, carrier
