-- How far is each window loaded that a load has begun and not ended?
-- Grain: one row a window.
SELECT account, window_id, certified_at, pages_loaded, received, inserted, updated, unchanged, stale, duplicates, quarantined
FROM loads
WHERE NOT is_complete
