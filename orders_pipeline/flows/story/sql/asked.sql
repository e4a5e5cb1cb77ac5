-- What became of the actions with these keys, and what do their hubs show of it?
-- Grain: one row a request. Money in the order's own currency; a refund's parts beside its sum.
SELECT
    told.action_key,
    told.account,
    told.order_id,
    told.kind,
    told.what,
    told.state,
    told.has_been_in_doubt,
    told.currency,
    told.total_amount,
    told.item_amount,
    told.tax_amount,
    told.shipping_amount,
    told.shipping_tax_amount,
    effect.shown_amount,
    effect.shown_status,
    last.why
FROM actions AS told
JOIN action_effects AS effect USING (account, action_key, step_number)
LEFT JOIN (
    SELECT account, action_key, step_number, arg_max(why, sequence) AS why
    FROM action_events
    GROUP BY account, action_key, step_number
) AS last USING (account, action_key, step_number)
WHERE list_contains($1, told.action_key)
ORDER BY told.action_key, told.step_number
