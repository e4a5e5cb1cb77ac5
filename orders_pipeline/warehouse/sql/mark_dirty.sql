-- Which months did this commit change? Replaces what was known of them.
-- Grain: one row a family of tables and month.
INSERT INTO internal.dirty_months (sequence, family, month) SELECT ?, family, month FROM touched_months
