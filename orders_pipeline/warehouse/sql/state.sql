-- Which warehouse is this, and what was its last commit?
-- Grain: one row.
SELECT
    warehouse_id,
    schema_version,
    (SELECT coalesce(max(sequence), 0) FROM internal.dirty_months) AS sequence
FROM internal.warehouse_meta
