-- How many rows has `{table}`?
-- Grain: one row.
SELECT count(*) FROM {table}
