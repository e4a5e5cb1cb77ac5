-- Which rejects are dismissed?
-- Grain: one row a dismissed reject.
SELECT account, window_id, page_number, position FROM dismissals
