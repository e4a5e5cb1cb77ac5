SELECT
    {by},
    '{table}' AS part,
    json_merge_patch('{{}}', to_json(struct_pack({said}))) AS said_row,
    {place}
FROM {source} AS said
