-- What did versions look like that do not stand in the tables any more, or never did?
-- Grain: one row a version of `order_history` that has no document yet.
UPDATE order_history AS told
SET document = made.document
FROM ({documents}) AS made
WHERE told.account = made.account AND told.order_id = made.order_id AND told.document IS NULL {place}
