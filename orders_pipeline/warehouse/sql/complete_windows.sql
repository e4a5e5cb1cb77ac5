-- Which windows are loaded whole?
-- Grain: one row a window.
SELECT account, window_id FROM loads WHERE is_complete
