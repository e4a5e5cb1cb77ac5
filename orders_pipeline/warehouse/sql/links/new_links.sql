-- Which of these orders are one, which one of them is counted, who tells of refunds and parcels, and who differs?
-- Grain: one row an order of a group of two or more. The rules: docs/decisions/0020-order-links.md.
CREATE TEMPORARY TABLE new_links AS
-- One row an order of a profile: where its accounts differ, the first that says something.
WITH of_profile AS (
    SELECT
        profile,
        order_id,
        any_value(marketplace) AS marketplace,
        any_value(number) AS number,
        arg_min(country, place) FILTER (WHERE country IS NOT NULL) AS country,
        arg_min(concat_ws(' ', store, bought), place) FILTER (WHERE store IS NOT NULL) AS store,
        arg_min(concat_ws(' ', bought, total_amount, currency), place)
            FILTER (WHERE bought IS NOT NULL AND total_amount IS NOT NULL AND currency IS NOT NULL) AS sale,
        coalesce(arg_min(order_status = 'canceled', place) FILTER (WHERE order_status IS NOT NULL), false) AS is_canceled
    FROM members
    GROUP BY profile, order_id
),
ruled AS (
    SELECT
        of_profile.*,
        CASE
            WHEN length(regexp_replace(number, '[^0-9A-Z]', '', 'g')) < {own_number_length} THEN 'store'
            ELSE coalesce(numbering.numbering, 'store')
        END AS numbering,
        min(country) OVER of_number AS first_country,
        max(country) OVER of_number AS last_country,
        min(store) OVER of_sale AS first_store,
        max(store) OVER of_sale AS last_store
    FROM of_profile
    LEFT JOIN numbering USING (marketplace)
    WINDOW
        of_number AS (PARTITION BY marketplace, number),
        of_sale AS (PARTITION BY marketplace, number, sale)
),
-- What must be equal beside the number. An order that does not say it goes with the only one that does, if there is
-- only one; NULL: nothing proves anything.
evident AS (
    SELECT
        *,
        CASE numbering
            WHEN 'marketplace' THEN ''
            WHEN 'site' THEN coalesce(
                ':' || coalesce(country, CASE WHEN first_country = last_country THEN first_country END),
                CASE WHEN first_country IS NULL THEN '' END
            )
            ELSE ':' || coalesce(
                store,
                CASE WHEN sale IS NOT NULL AND first_store = last_store THEN first_store END,
                CASE WHEN first_store IS NULL THEN sale END
            )
        END AS evidence
    FROM ruled
    WHERE number IS NOT NULL
),
-- Of several orders of a profile with one number one is chosen: two orders of one account are never one.
chosen AS (
    SELECT
        profile,
        order_id,
        marketplace || ':' || number || evidence AS link_id,
        count(*) OVER of_one_profile AS orders_of_account
    FROM evident
    WHERE evidence IS NOT NULL
    WINDOW of_one_profile AS (PARTITION BY marketplace, number, evidence, profile)
    QUALIFY
        row_number() OVER (
            PARTITION BY marketplace, number, evidence, profile ORDER BY is_canceled, length(order_id), order_id
        ) = 1
),
grouped AS (
    SELECT
        members.*,
        coalesce(chosen.link_id, 'profile:' || members.profile || ':' || members.order_id) AS link_id,
        coalesce(chosen.orders_of_account, 1) AS orders_of_account
    FROM members
    LEFT JOIN chosen USING (profile, order_id)
    QUALIFY count(*) OVER (PARTITION BY coalesce(chosen.link_id, 'profile:' || members.profile || ':' || members.order_id)) > 1
),
refunds_told AS (
    SELECT account, order_id, max(CASE WHEN status IN ('failed', 'rejected') THEN 1 ELSE 2 END) AS telling
    FROM refunds
    SEMI JOIN grouped USING (account, order_id)
    GROUP BY account, order_id
),
parcels_told AS (
    SELECT account, order_id, max(CASE WHEN is_shipped THEN 2 ELSE 1 END) AS telling
    FROM fulfillments
    SEMI JOIN grouped USING (account, order_id)
    GROUP BY account, order_id
),
ordered AS (
    SELECT
        grouped.*,
        row_number() OVER of_group AS number_in_group,
        row_number() OVER (PARTITION BY link_id ORDER BY coalesce(refunds_told.telling, 0) DESC, place) AS refund_source,
        row_number() OVER (PARTITION BY link_id ORDER BY coalesce(parcels_told.telling, 0) DESC, place) AS parcel_source,
        nth_value(profile, 2) OVER whole_group AS second_profile
    FROM grouped
    LEFT JOIN refunds_told USING (account, order_id)
    LEFT JOIN parcels_told USING (account, order_id)
    WINDOW
        of_group AS (PARTITION BY link_id ORDER BY place),
        whole_group AS (
            PARTITION BY link_id ORDER BY place ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
        )
)
SELECT
    ordered.account,
    ordered.order_id,
    ordered.link_id,
    CASE
        WHEN (CASE WHEN ordered.number_in_group = 1 THEN ordered.second_profile ELSE ordered.profile END) = counted.profile
            THEN 'same_orders_as'
        ELSE 'marketplace_order'
    END AS linked_by,
    ordered.number_in_group = 1 AS is_counted,
    counted.account AS counted_account,
    counted.order_id AS counted_order_id,
    ordered.refund_source = 1 AS is_refund_source,
    ordered.parcel_source = 1 AS is_fulfillment_source,
    ordered.orders_of_account,
    nullif(concat_ws(
        ',',
        CASE WHEN ordered.order_status <> counted.order_status THEN 'order_status' END,
        CASE WHEN ordered.payment_status <> counted.payment_status THEN 'payment_status' END,
        CASE WHEN ordered.shipping_status <> counted.shipping_status THEN 'shipping_status' END,
        CASE WHEN ordered.currency <> counted.currency THEN 'currency' END,
        CASE WHEN ordered.total_amount <> counted.total_amount THEN 'total_amount' END
    ), '') AS differs_in
FROM ordered
JOIN ordered AS counted ON counted.link_id = ordered.link_id AND counted.number_in_group = 1
