LEFT JOIN (
    SELECT
        {by},
        to_json(list(json_merge_patch('{{}}', to_json(struct_pack({said}))) ORDER BY {key})) AS said_rows
    FROM {source} AS said
    GROUP BY {by}
) AS {table} USING ({by})
