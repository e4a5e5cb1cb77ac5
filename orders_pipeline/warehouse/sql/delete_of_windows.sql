-- Take away the rows of these windows.
-- Grain: `{windows}` has one row a window.
DELETE FROM {table} USING {windows} AS gone
WHERE {table}.account = gone.account AND {table}.window_id = gone.window_id
