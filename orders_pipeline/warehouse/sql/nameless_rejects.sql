-- How many quarantined sightings of an account have no id that can be read?
-- Grain: one row.
SELECT count(*) FROM rejects WHERE account = ? AND order_id IS NULL AND healed_load_id IS NULL
