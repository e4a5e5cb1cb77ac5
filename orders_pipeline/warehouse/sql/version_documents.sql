-- What do these versions look like, without personal data?
-- Grain: one row an order. Absent values, and tables without rows, are left out of the JSON. Two groupings over all
-- tables instead of a join a table, because each join takes its memory however few the rows are.
SELECT
    account,
    order_id,
    max(window_id) AS window_id,
    max(page_number) AS page_number,
    max(position) AS position,
    CAST(json_merge_patch('{{}}', json_object({members})) AS VARCHAR) AS document
FROM (
    SELECT
        {by},
        part,
        CAST(to_json(list_sort(list(said_row))) AS VARCHAR) AS said_rows,
        max(window_id) AS window_id,
        max(page_number) AS page_number,
        max(position) AS position
    FROM ({parts})
    GROUP BY {by}, part
)
GROUP BY {by}
