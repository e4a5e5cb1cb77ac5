-- Which orders were set aside, which page showed them, and what is known of that page?
-- Grain: one row a reject, in the order in which the pages were asked for. Choices that are NULL leave it open.
SELECT
    rejects.account,
    rejects.window_id,
    rejects.page_number,
    rejects.position AS place,
    rejects.order_id,
    rejects.reason,
    rejects.path,
    rejects.message,
    rejects.sha256,
    rejects.rejected_at,
    rejects.healed_load_id,
    loads.channel,
    loads.window_start_at,
    loads.window_end_at,
    pages.url,
    pages.requested_at,
    pages.body_bytes,
    pages.orders AS orders_on_page,
    dismissals.dismissed_at,
    dismissals.dismissed_by,
    dismissals.why AS dismissed_why
FROM rejects
JOIN loads USING (account, window_id)
JOIN pages USING (account, window_id, page_number)
LEFT JOIN dismissals USING (account, window_id, page_number, position)
WHERE ((rejects.healed_load_id IS NULL AND dismissals.dismissed_at IS NULL) OR NOT $is_open)
    AND ($account IS NULL OR rejects.account = $account OR starts_with(rejects.account, $account || '/'))
    AND ($order_id IS NULL OR rejects.order_id = $order_id)
    AND ($reason IS NULL OR rejects.reason = $reason)
ORDER BY pages.requested_at, rejects.account, rejects.window_id, rejects.page_number, rejects.position
