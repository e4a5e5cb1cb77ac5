-- Forget what earlier commits said of these months.
-- Grain: one row a family of tables and month.
DELETE FROM internal.dirty_months USING touched_months AS touched
WHERE dirty_months.family = touched.family AND dirty_months.month = touched.month
