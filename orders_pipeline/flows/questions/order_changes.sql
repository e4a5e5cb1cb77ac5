-- What changed in orders from one version to the next, and when?
-- Grain: one row an order, version, part of the order and field that differs from the version before; a part that came
-- or went as a whole has one row. Versions are those that windows showed, so what changed twice between two readings
-- is one change. Values are text as the history holds them: amounts with all their digits. Without personal data,
-- which the history does not hold: a version that differs in them alone has no row. By the day on which the hub
-- changed the order. Linked orders have changes at each of their accounts.
-- Columns:
--   account: account of accounts.toml
--   order_id: the hub's own stable id
--   version: 2 for the first change
--   changed_at: when the hub changed the order to this version
--   part: order, or line, fulfillment or refund with its id
--   field: column of that table; NULL where the whole part came or went
--   value_before: NULL where it was absent; a whole part in short: kind or SKU, state, amount or units, currency
--   value_after: NULL where it is absent now
WITH changed AS (
    -- Orders of several versions, one of which came within the days: no other order's document is made.
    SELECT history.account, history.order_id
    FROM order_history AS history
    LEFT JOIN accounts ON accounts.account = history.account
    WHERE getvariable('account') IS NULL OR history.account = getvariable('account')
    GROUP BY history.account, history.order_id
    HAVING count(*) > 1
        AND bool_or(
            (
                getvariable('since') IS NULL
                OR CAST(history.updated_at AT TIME ZONE accounts.time_zone AS DATE) >= CAST(getvariable('since') AS DATE)
            )
            AND (
                getvariable('until') IS NULL
                OR CAST(history.updated_at AT TIME ZONE accounts.time_zone AS DATE) < CAST(getvariable('until') AS DATE)
            )
        )
),
versions AS (
    SELECT
        history.account,
        history.order_id,
        history.updated_at,
        CAST(coalesce(history.document, standing.document) AS JSON) AS document,
        row_number() OVER (
            PARTITION BY history.account, history.order_id
            ORDER BY
                history.updated_at NULLS FIRST,
                history.requested_at,
                history.window_id,
                history.page_number,
                history.position
        ) AS version
    FROM order_history AS history
    INNER JOIN changed ON changed.account = history.account AND changed.order_id = history.order_id
    LEFT JOIN standing_documents_of((SELECT list({account: account, order_id: order_id}) FROM changed)) AS standing
        ON standing.account = history.account AND standing.order_id = history.order_id AND history.document IS NULL
),
parts AS (
    SELECT account, order_id, version, 'order' AS part, json_extract(document, '$.orders[0]') AS said
    FROM versions
    UNION ALL
    SELECT account, order_id, version, 'line ' || json_extract_string(said, 'item_id'), said
    FROM (
        SELECT
            account,
            order_id,
            version,
            unnest(from_json(json_extract(document, '$.order_items'), '["JSON"]')) AS said
        FROM versions
    )
    UNION ALL
    SELECT account, order_id, version, 'fulfillment ' || json_extract_string(said, 'fulfillment_id'), said
    FROM (
        SELECT
            account,
            order_id,
            version,
            unnest(from_json(json_extract(document, '$.fulfillments'), '["JSON"]')) AS said
        FROM versions
    )
    UNION ALL
    SELECT account, order_id, version, 'refund ' || json_extract_string(said, 'refund_id'), said
    FROM (
        SELECT
            account,
            order_id,
            version,
            unnest(from_json(json_extract(document, '$.refunds'), '["JSON"]')) AS said
        FROM versions
    )
),
pairs AS (
    SELECT
        coalesce(newer.account, older.account) AS account,
        coalesce(newer.order_id, older.order_id) AS order_id,
        coalesce(newer.version, older.version + 1) AS version,
        coalesce(newer.part, older.part) AS part,
        older.said AS said_before,
        newer.said AS said_after
    FROM parts AS newer
    FULL JOIN parts AS older
        ON older.account = newer.account
        AND older.order_id = newer.order_id
        AND older.version + 1 = newer.version
        AND older.part = newer.part
),
differences AS (
    SELECT
        account,
        order_id,
        version,
        part,
        field,
        json_extract_string(said_before, field) AS value_before,
        json_extract_string(said_after, field) AS value_after
    FROM (
        SELECT *, unnest(list_distinct(list_concat(json_keys(said_before), json_keys(said_after)))) AS field
        FROM pairs
        WHERE said_before IS NOT NULL AND said_after IS NOT NULL AND said_before IS DISTINCT FROM said_after
    )
    UNION ALL
    SELECT
        account,
        order_id,
        version,
        part,
        NULL,
        CASE WHEN said_before IS NOT NULL THEN in_short END,
        CASE WHEN said_after IS NOT NULL THEN in_short END
    FROM (
        SELECT
            *,
            concat_ws(
                ' ',
                coalesce(json_extract_string(said, 'kind'), json_extract_string(said, 'sku'), 'there'),
                coalesce(json_extract_string(said, 'status'), json_extract_string(said, 'delivery_status')),
                coalesce(json_extract_string(said, 'total_amount'), json_extract_string(said, 'quantity')),
                json_extract_string(said, 'currency')
            ) AS in_short
        FROM (SELECT *, coalesce(said_before, said_after) AS said FROM pairs)
        WHERE said_before IS NULL OR said_after IS NULL
    )
)
SELECT
    differences.account,
    differences.order_id,
    differences.version,
    versions.updated_at AS changed_at,
    differences.part,
    differences.field,
    differences.value_before,
    differences.value_after
FROM differences
-- The first version differs from none, and the last is followed by none.
INNER JOIN versions
    ON versions.account = differences.account
    AND versions.order_id = differences.order_id
    AND versions.version = differences.version
LEFT JOIN accounts ON accounts.account = differences.account
WHERE differences.version > 1
    AND differences.value_before IS DISTINCT FROM differences.value_after
    AND differences.field IS DISTINCT FROM 'updated_at'
    AND (
        getvariable('since') IS NULL
        OR CAST(versions.updated_at AT TIME ZONE accounts.time_zone AS DATE) >= CAST(getvariable('since') AS DATE)
    )
    AND (
        getvariable('until') IS NULL
        OR CAST(versions.updated_at AT TIME ZONE accounts.time_zone AS DATE) < CAST(getvariable('until') AS DATE)
    )
ORDER BY differences.account, differences.order_id, differences.version, differences.part, differences.field
