-- Which versions of the changed orders does history hold?
-- Grain: one row a version. Instants in microseconds since 1970.
SELECT
    account,
    order_id,
    version_hash,
    document IS NULL AS is_standing,
    epoch_us(updated_at) AS updated_us,
    epoch_us(requested_at) AS requested_us,
    window_id,
    page_number,
    position AS place
FROM order_history
JOIN telling_keys USING (account, order_id)
