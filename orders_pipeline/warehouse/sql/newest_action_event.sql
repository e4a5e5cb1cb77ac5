-- Up to which event of the journal are actions here?
-- Grain: one row; 0 and NULL before the first.
SELECT coalesce(max(sequence), 0), arg_max(happened_at, sequence) FROM action_events
