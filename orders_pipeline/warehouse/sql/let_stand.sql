-- Which versions stand in the tables now, though history had written them down?
-- Grain: one row an order. A place that a repaired parser reads anew takes the hash of today's reading.
UPDATE order_history AS told
SET document = NULL, version_hash = standing.version_hash
FROM standing_rows AS standing
WHERE told.account = standing.account
    AND told.order_id = standing.order_id
    AND told.window_id = standing.window_id
    AND told.page_number = standing.page_number
    AND told.position = standing.place
    AND (told.document IS NOT NULL OR told.version_hash <> standing.version_hash)
