-- Which orders are set aside and wait for a mending?
-- Grain: one row a quarantined sighting that no later good version has healed and no person has dismissed. An order that
-- was seen several times has several rows.
-- Columns:
--   account: account of accounts.toml
--   window_id: window of the landing that the page belongs to
--   page_number: page that shows it
--   position: place on the page, from 1
--   order_id: the order's id, where it can be read
--   reason: code of the reason
--   path: where in the document
--   message: one sentence, without values from the document
--   rejected_at: when the load met it
SELECT
    rejects.account,
    rejects.window_id,
    rejects.page_number,
    rejects.position,
    rejects.order_id,
    rejects.reason,
    rejects.path,
    rejects.message,
    rejects.rejected_at
FROM rejects
ANTI JOIN dismissals USING (account, window_id, page_number, position)
WHERE rejects.healed_load_id IS NULL
