-- Does a key of `{table}` stand there more than once?
-- Grain: one row an order or window.
SELECT account, {subject}, count(*)
FROM (SELECT {key} FROM touched_{table} GROUP BY {key} HAVING count(*) > 1)
GROUP BY ALL
