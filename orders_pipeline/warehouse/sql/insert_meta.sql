-- Who is this warehouse? A rebuilt one has another id, so that publishing does not take its months for unchanged.
-- Grain: one row.
INSERT INTO internal.warehouse_meta (schema_version, warehouse_id) VALUES (?, ?)
