-- Which runs of the second proof are here?
-- Grain: one row a run.
SELECT DISTINCT account, proved_at FROM proofs
