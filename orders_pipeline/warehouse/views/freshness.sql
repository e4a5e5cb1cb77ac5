-- How far is each account read and loaded, and what waits for a person?
-- Grain: one row an account, also one that nothing was loaded of yet. Linked orders are held by each of
-- their accounts.
-- Columns:
--   account: account of accounts.toml
--   channel: dialect that it is read by
--   certified_until_at: up to when it is read without a hole, see the view of this name; NULL before the first window
--   last_window_end_at: end of its newest live window that is loaded whole, behind holes too
--   holes: spans between its live windows, or before the first, that are not loaded; 0 in a whole account
--   last_loaded_at: when a load last worked on one of its windows
--   windows: windows loaded whole
--   open_windows: windows loaded in part
--   orders: orders held
--   open_rejects: quarantined sightings that no later good version has healed and nobody has dismissed
SELECT
    accounts.account,
    accounts.channel,
    certified_until.certified_until_at,
    certified_until.last_window_end_at,
    certified_until.holes,
    loaded.last_loaded_at,
    coalesce(loaded.windows, 0) AS windows,
    coalesce(loaded.open_windows, 0) AS open_windows,
    coalesce(held.orders, 0) AS orders,
    coalesce(waiting.open_rejects, 0) AS open_rejects
FROM accounts
LEFT JOIN certified_until ON certified_until.account = accounts.account
LEFT JOIN (
    SELECT
        account,
        max(loaded_at) AS last_loaded_at,
        count(*) FILTER (WHERE is_complete) AS windows,
        count(*) FILTER (WHERE NOT is_complete) AS open_windows
    FROM loads
    GROUP BY account
) AS loaded ON loaded.account = accounts.account
LEFT JOIN (SELECT account, count(*) AS orders FROM orders GROUP BY account) AS held
    ON held.account = accounts.account
LEFT JOIN (SELECT account, count(*) AS open_rejects FROM open_rejects GROUP BY account) AS waiting
    ON waiting.account = accounts.account
