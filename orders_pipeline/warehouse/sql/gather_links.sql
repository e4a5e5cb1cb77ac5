-- Which groups of `{table}` were written to? Whole, so that what must hold of a group can be asked.
-- Grain: that of `{table}`.
touched_{table} AS MATERIALIZED (
    SELECT links.*
    FROM {table} AS links
    SEMI JOIN (SELECT link_id FROM links_gone UNION SELECT link_id FROM links_come) AS groups USING (link_id)
)
