-- Which rows of `{source}`, of these accounts and of this time?
-- Grain: that of the table or view. Bounds are half-open; a day begins at midnight in the account's zone. Null bounds,
-- and a null list of accounts, leave nothing out.
SELECT {columns}
FROM {source} AS chosen
{dated}
LEFT JOIN accounts AS whose ON whose.account = chosen.account
WHERE
    ($accounts IS NULL OR list_contains(CAST($accounts AS VARCHAR[]), chosen.account))
    AND ($since_at IS NULL OR {instant} >= CAST($since_at AS TIMESTAMPTZ))
    AND ($until_at IS NULL OR {instant} < CAST($until_at AS TIMESTAMPTZ))
    AND ($since_on IS NULL OR {instant} >= CAST(CAST($since_on AS DATE) AS TIMESTAMP) AT TIME ZONE whose.time_zone)
    AND ($until_on IS NULL OR {instant} < CAST(CAST($until_on AS DATE) AS TIMESTAMP) AT TIME ZONE whose.time_zone)
ORDER BY {order}
