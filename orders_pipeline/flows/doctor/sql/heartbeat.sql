-- When did the daemon that starts schedules last say that it lives? (Dagster's own SQLite, runs.db)
-- Grain: one row; NULL where it never ran.
SELECT max(timestamp) FROM daemon_heartbeats WHERE daemon_type = 'SCHEDULER'
