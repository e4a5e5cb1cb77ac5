-- How far is each account read and loaded, and what waits for a person?
-- Grain: one row an account, also one that nothing was loaded of yet. Linked orders are held by each of
-- their accounts.
-- Columns:
--   account: account of accounts.toml
--   channel: dialect that it is read by
--   certified_until_at: end of its last live window that is certified and loaded whole
--   last_loaded_at: when a load last worked on one of its windows
--   windows: windows loaded whole
--   open_windows: windows loaded in part
--   orders: orders held
--   open_rejects: quarantined sightings that no later good version has healed
SELECT
    accounts.account,
    accounts.channel,
    loaded.certified_until_at,
    loaded.last_loaded_at,
    coalesce(loaded.windows, 0) AS windows,
    coalesce(loaded.open_windows, 0) AS open_windows,
    coalesce(held.orders, 0) AS orders,
    coalesce(waiting.open_rejects, 0) AS open_rejects
FROM accounts
LEFT JOIN (
    SELECT
        account,
        max(window_end_at) FILTER (WHERE is_complete AND purpose = 'live') AS certified_until_at,
        max(loaded_at) AS last_loaded_at,
        count(*) FILTER (WHERE is_complete) AS windows,
        count(*) FILTER (WHERE NOT is_complete) AS open_windows
    FROM loads
    GROUP BY account
) AS loaded ON loaded.account = accounts.account
LEFT JOIN (SELECT account, count(*) AS orders FROM orders GROUP BY account) AS held
    ON held.account = accounts.account
LEFT JOIN (SELECT account, count(*) AS open_rejects FROM rejects WHERE healed_load_id IS NULL GROUP BY account) AS waiting
    ON waiting.account = accounts.account
