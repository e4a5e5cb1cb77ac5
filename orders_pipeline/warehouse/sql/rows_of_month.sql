-- Grain: that of `{table}`.
SELECT * FROM {table}
WHERE coalesce(strftime({instant} AT TIME ZONE 'UTC', '%Y-%m'), 'unknown') = ?
ORDER BY {key}
