-- Has this file been set up as a warehouse?
-- Grain: one row.
SELECT count(*) > 0 FROM duckdb_tables() WHERE schema_name = 'internal' AND table_name = 'warehouse_meta'
