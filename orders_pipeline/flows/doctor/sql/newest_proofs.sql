-- What did the newest second proof of each account find?
-- Grain: one row an account that was ever proven; counts over all days and kinds of that proof.
SELECT
    account,
    proved_at,
    sum(missing_count - fetched_count - absent_count)::BIGINT AS still_missing,
    sum(fetched_count)::BIGINT AS fetched
FROM proofs
WHERE (account, proved_at) IN (SELECT (account, max(proved_at)) FROM proofs GROUP BY account)
GROUP BY account, proved_at
ORDER BY account
