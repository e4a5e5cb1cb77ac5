-- Is everything there that the hubs showed, day by day, and what is not?
-- Grain: one row an account and day in the account's zone on which windows end; a window may reach over several days.
-- Every order received is counted once: `adds_up` says that the six outcomes are the orders received.
-- Columns:
--   account: account of accounts.toml
--   day_on: day in the account's zone on which the windows end
--   windows: certified windows, live and backfill
--   open_windows: of them, loaded in part so far
--   gaps: live windows that begin after everything before them had ended; 0 in a whole landing
--   pages: pages landed
--   hub_count: orders by the hub's own count, each sighting counted; NULL where it gives none
--   received: orders on the pages, each sighting counted
--   inserted: not held before
--   updated: newer than what was held, and different
--   unchanged: the same as what was held
--   stale: older than what was held
--   duplicates: seen again within the window
--   quarantined: set aside with a reason
--   open_rejects: of them, those that no later good version has healed and nobody has dismissed
--   adds_up: the outcomes are the orders received
WITH windows AS (
    SELECT
        *,
        purpose = 'live' AND window_start_at > max(window_end_at) FILTER (WHERE purpose = 'live') OVER (
            PARTITION BY account
            ORDER BY window_start_at, window_end_at
            ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
        ) AS is_after_gap
    FROM loads
),
waiting AS (
    SELECT account, window_id, count(*) AS open_rejects
    FROM open_rejects
    GROUP BY account, window_id
)
SELECT
    windows.account,
    CAST(windows.window_end_at AT TIME ZONE accounts.time_zone AS DATE) AS day_on,
    count(*) AS windows,
    count(*) FILTER (WHERE NOT windows.is_complete) AS open_windows,
    count(*) FILTER (WHERE windows.is_after_gap) AS gaps,
    CAST(sum(windows.pages) AS BIGINT) AS pages,
    CAST(sum(windows.hub_count) AS BIGINT) AS hub_count,
    CAST(sum(windows.received) AS BIGINT) AS received,
    CAST(sum(windows.inserted) AS BIGINT) AS inserted,
    CAST(sum(windows.updated) AS BIGINT) AS updated,
    CAST(sum(windows.unchanged) AS BIGINT) AS unchanged,
    CAST(sum(windows.stale) AS BIGINT) AS stale,
    CAST(sum(windows.duplicates) AS BIGINT) AS duplicates,
    CAST(sum(windows.quarantined) AS BIGINT) AS quarantined,
    CAST(coalesce(sum(waiting.open_rejects), 0) AS BIGINT) AS open_rejects,
    bool_and(
        windows.received = windows.inserted + windows.updated + windows.unchanged + windows.stale
        + windows.duplicates + windows.quarantined
    ) AS adds_up
FROM windows
LEFT JOIN accounts ON accounts.account = windows.account
LEFT JOIN waiting ON waiting.account = windows.account AND waiting.window_id = windows.window_id
WHERE (getvariable('account') IS NULL OR windows.account = getvariable('account'))
GROUP BY windows.account, day_on
HAVING (getvariable('since') IS NULL OR day_on >= CAST(getvariable('since') AS DATE))
    AND (getvariable('until') IS NULL OR day_on < CAST(getvariable('until') AS DATE))
ORDER BY windows.account, day_on
