-- What is the number of this commit? One more than any before.
-- Grain: one row.
SELECT coalesce(max(sequence), 0) + 1 FROM internal.dirty_months
