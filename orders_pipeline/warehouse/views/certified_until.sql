-- Up to when is each account read without a hole?
-- Grain: one row an account. Live windows alone count, those that are loaded whole: from the start of the account's first
-- day to the end of the last one that follows without a hole. Backfills and orders that were read by id move nothing.
-- Columns:
--   account: account of accounts.toml
--   certified_until_at: end of the live windows that follow each other from the first day on; NULL before the first
--   last_window_end_at: end of the newest live window, behind holes too
--   holes: spans between live windows, or before the first, that are not loaded
WITH starts AS (
    -- Of a midnight that comes twice DuckDB may take the second: an hour that is asked for is then no hole.
    SELECT account, CAST(start_on AS TIMESTAMP) AT TIME ZONE time_zone AS start_at FROM accounts
),
live AS (
    SELECT
        starts.account,
        starts.start_at,
        loads.window_start_at,
        loads.window_end_at,
        greatest(
            starts.start_at,
            max(loads.window_end_at) OVER (
                PARTITION BY loads.account
                ORDER BY loads.window_start_at, loads.window_end_at
                ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
            )
        ) AS reached_at
    FROM starts
    INNER JOIN loads ON loads.account = starts.account
    WHERE loads.is_complete AND loads.purpose = 'live'
),
read AS (
    SELECT
        account,
        start_at,
        coalesce(
            min(reached_at) FILTER (WHERE window_start_at > reached_at), greatest(start_at, max(window_end_at))
        ) AS reached_at,
        max(window_end_at) AS last_window_end_at,
        count(*) FILTER (WHERE window_start_at > reached_at) AS holes
    FROM live
    GROUP BY account, start_at
)
SELECT
    starts.account,
    CASE WHEN read.reached_at > starts.start_at THEN read.reached_at END AS certified_until_at,
    read.last_window_end_at,
    coalesce(read.holes, 0) AS holes
FROM starts
LEFT JOIN read ON read.account = starts.account
