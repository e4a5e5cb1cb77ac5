-- Which schedules and sensors did a person stop? (Dagster's own SQLite, schedules.db)
-- Grain: one row a schedule or sensor; its name stands in the body, as JSON.
SELECT job_type, job_body FROM jobs WHERE status = 'STOPPED' ORDER BY id
