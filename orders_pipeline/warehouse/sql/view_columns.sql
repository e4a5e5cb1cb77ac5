-- Which columns has each view of this database, of which type?
-- Grain: one row a column, in the order of the view's columns.
SELECT columns.table_name, columns.column_name, columns.data_type
FROM duckdb_columns() AS columns
INNER JOIN duckdb_views() AS views
    ON views.database_name = columns.database_name
    AND views.schema_name = columns.schema_name
    AND views.view_name = columns.table_name
WHERE columns.database_name = current_database() AND NOT views.internal
ORDER BY columns.table_name, columns.column_index
