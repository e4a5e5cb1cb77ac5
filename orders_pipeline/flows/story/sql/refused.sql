-- Which askings with these keys were refused last, why, and by which trap?
-- Grain: one row a key.
SELECT
    action_key,
    account,
    arg_max(why, sequence) AS why,
    arg_max(trap, sequence) AS trap
FROM action_events
WHERE event = 'refused' AND list_contains($1, action_key)
GROUP BY action_key, account
ORDER BY action_key
