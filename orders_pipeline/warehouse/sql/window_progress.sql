-- How far is this window loaded?
-- Grain: one row, or none.
SELECT pages_loaded, is_complete, received, inserted, updated, unchanged, stale, duplicates, quarantined
FROM loads
WHERE account = ? AND window_id = ?
