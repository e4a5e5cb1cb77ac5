-- Which rows of a table were written last? What is written stands at its end, so only the end is looked at, and nothing
-- is sorted by a column: of ten million rows this reads two thousand. Fewer than asked for where the end was deleted.
SELECT {columns}
FROM {table}
WHERE rowid > (SELECT max(rowid) FROM {table}) - 2000
ORDER BY rowid DESC
LIMIT {limit}
