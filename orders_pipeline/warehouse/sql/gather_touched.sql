-- Which rows of `{table}` belong to what this batch touched? One scan, so that the checks run on little.
-- Grain: that of `{table}`.
touched_{table} AS MATERIALIZED (
    SELECT {columns} FROM {table} SEMI JOIN {keys} USING ({by})
)
