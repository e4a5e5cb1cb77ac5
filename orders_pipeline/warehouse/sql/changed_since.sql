-- Which months were changed by commits after this one?
-- Grain: one row a family of tables and month.
SELECT family, month FROM internal.dirty_months WHERE sequence > ?
