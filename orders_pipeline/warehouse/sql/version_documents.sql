-- What do these versions look like, without personal data?
-- Grain: one row an order. Absent values, and tables without rows, are left out of the JSON.
SELECT
    said.account,
    said.order_id,
    said.window_id,
    said.page_number,
    said.position,
    CAST(
        json_merge_patch(
            '{{}}',
            json_object('orders', json_array(json_merge_patch('{{}}', to_json(struct_pack({said})))){members})
        ) AS VARCHAR
    ) AS document
FROM {source} AS said
{joins}
