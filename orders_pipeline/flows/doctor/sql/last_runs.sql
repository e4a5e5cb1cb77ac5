-- How did the newest run of each job end? (Dagster's own SQLite, runs.db)
-- Grain: one row a job that ever ended; canceled runs are a person's will and do not count.
SELECT pipeline_name, run_id, status, end_time
FROM runs
WHERE id IN (SELECT max(id) FROM runs WHERE status IN ('SUCCESS', 'FAILURE') GROUP BY pipeline_name)
    AND end_time IS NOT NULL
