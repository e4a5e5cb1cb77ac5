-- Forget the sightings of windows that are complete.
-- Grain: one row an order of a window.
DELETE FROM internal.window_sightings USING ended_windows AS ended
WHERE window_sightings.account = ended.account AND window_sightings.window_id = ended.window_id
