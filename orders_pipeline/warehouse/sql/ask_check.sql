-- What breaks this check?
-- Grain: that of the check.
SELECT '{table}', '{check}', * FROM (
{query}
)
