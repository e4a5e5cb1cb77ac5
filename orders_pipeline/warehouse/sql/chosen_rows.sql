-- Which rows of `{source}`, of these accounts and of this time?
-- Grain: that of the table or view. Bounds are half-open; a row belongs to the day that its time has in the account's
-- zone, as in every view and question, so that of a midnight that comes twice both are of the day. Null bounds, and a
-- null list of accounts, leave nothing out.
SELECT {columns}
FROM {source} AS chosen
{dated}
LEFT JOIN accounts AS whose ON whose.account = chosen.account
WHERE
    ($accounts IS NULL OR list_contains(CAST($accounts AS VARCHAR[]), chosen.account))
    AND ($since_at IS NULL OR {instant} >= CAST($since_at AS TIMESTAMPTZ))
    AND ($until_at IS NULL OR {instant} < CAST($until_at AS TIMESTAMPTZ))
    AND ($since_on IS NULL OR {day} >= CAST($since_on AS DATE))
    AND ($until_on IS NULL OR {day} < CAST($until_on AS DATE))
ORDER BY {order}
