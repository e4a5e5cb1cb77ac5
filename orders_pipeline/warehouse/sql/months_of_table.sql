-- In which months (UTC) does `{table}` have rows?
-- Grain: one row a month.
SELECT DISTINCT coalesce(strftime({instant} AT TIME ZONE 'UTC', '%Y-%m'), 'unknown') FROM {table}
