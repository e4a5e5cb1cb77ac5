-- What did each order look like in each version that was seen?
-- Grain: one row a distinct version of an order, as in order_history; the one that stands in the tables is told too.
-- Columns:
--   account: account of accounts.toml
--   order_id: the hub's own stable id
--   window_id: window of the landing that showed the version first
--   page_number: page of the window
--   position: place on the page, from 1
--   updated_at: when the hub changed the order to this version, where it says so
--   requested_at: when the page was asked for, by our clock
--   version_hash: SHA-256 of the version without personal data
--   is_standing: this is the version that stands in the tables
--   document: the version as JSON: every table's rows without the personal tables, NULLs left out, money as text
SELECT
    history.account,
    history.order_id,
    history.window_id,
    history.page_number,
    history.position,
    history.updated_at,
    history.requested_at,
    history.version_hash,
    history.document IS NULL AS is_standing,
    coalesce(history.document, standing.document) AS document
FROM order_history AS history
LEFT JOIN ({standing_documents}) AS standing
    ON standing.account = history.account AND standing.order_id = history.order_id AND history.document IS NULL
