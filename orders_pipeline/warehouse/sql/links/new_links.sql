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
    WHERE number IS NOT NULL
    GROUP BY profile, order_id
),
ruled AS (
    SELECT
        of_profile.*,
        CASE
            WHEN marketplace = '' THEN 'unknown'
            WHEN length(regexp_replace(number, '[^0-9A-Z]', '', 'g')) < {own_number_length} THEN 'store'
            ELSE coalesce(numbering.numbering, 'store')
        END AS numbering
    FROM of_profile
    LEFT JOIN numbering USING (marketplace)
),
compared AS (
    SELECT
        *,
        min(country) OVER of_number AS first_country,
        max(country) OVER of_number AS last_country,
        min(store) OVER of_sale AS first_store,
        max(store) OVER of_sale AS last_store
    FROM ruled
    WHERE numbering IN ('site', 'store')
    WINDOW
        of_number AS (PARTITION BY marketplace, number),
        of_sale AS (PARTITION BY marketplace, number, sale)
),
-- What must be equal beside the number. An order that does not say it goes with the only one that does, if there is
-- only one; NULL: nothing proves anything.
known AS (
    SELECT profile, order_id, is_canceled, number, sale, marketplace || ':' || number AS link_id
    FROM ruled
    WHERE numbering = 'marketplace'
    UNION ALL
    SELECT
        profile,
        order_id,
        is_canceled,
        number,
        sale,
        marketplace || ':' || number || CASE numbering
            WHEN 'site' THEN coalesce(
                ':' || coalesce(country, CASE WHEN first_country = last_country THEN first_country END),
                CASE WHEN first_country IS NULL THEN '' END
            )
            ELSE ':' || coalesce(
                store,
                CASE WHEN sale IS NOT NULL AND first_store = last_store THEN first_store END,
                CASE WHEN first_store IS NULL THEN sale END
            )
        END
    FROM compared
),
sales AS (
    SELECT number, sale, min(link_id) AS first_link, max(link_id) AS last_link
    FROM known
    WHERE sale IS NOT NULL
    GROUP BY number, sale
),
-- An order whose marketplace nobody knows goes with the only one that has its number and is the same sale.
evident AS (
    SELECT profile, order_id, is_canceled, link_id FROM known
    UNION ALL
    SELECT
        unknown.profile,
        unknown.order_id,
        unknown.is_canceled,
        CASE
            WHEN sales.first_link IS NULL THEN ':' || unknown.number || ':' || unknown.sale
            WHEN sales.first_link = sales.last_link THEN sales.first_link
        END
    FROM ruled AS unknown
    LEFT JOIN sales USING (number, sale)
    WHERE unknown.numbering = 'unknown'
),
-- Of several orders of a profile with one number one is chosen: two orders of one account are never one.
chosen AS (
    SELECT
        profile,
        link_id,
        arg_min(order_id, (is_canceled, length(order_id), order_id)) AS order_id,
        count(*) AS orders_of_account
    FROM evident
    WHERE link_id IS NOT NULL
    GROUP BY profile, link_id
),
placed AS (
    SELECT
        members.*,
        coalesce(chosen.link_id, 'profile:' || members.profile || ':' || members.order_id) AS link_id,
        coalesce(chosen.orders_of_account, 1) AS orders_of_account
    FROM members
    LEFT JOIN chosen USING (profile, order_id)
),
refunds_told AS (
    SELECT account, order_id, max(CASE WHEN status IN ('failed', 'rejected') THEN 1 ELSE 2 END) AS telling
    FROM refunds
    SEMI JOIN members USING (account, order_id)
    GROUP BY account, order_id
),
parcels_told AS (
    SELECT account, order_id, max(CASE WHEN is_shipped THEN 2 ELSE 1 END) AS telling
    FROM fulfillments
    SEMI JOIN members USING (account, order_id)
    GROUP BY account, order_id
),
-- Who tells most, and of equal ones the first: the least of these two numbers.
telling AS (
    SELECT
        placed.*,
        (2 - coalesce(refunds_told.telling, 0), place) AS refunds_rank,
        (2 - coalesce(parcels_told.telling, 0), place) AS parcels_rank
    FROM placed
    LEFT JOIN refunds_told USING (account, order_id)
    LEFT JOIN parcels_told USING (account, order_id)
),
groups AS (
    SELECT
        link_id,
        min(place) AS counted_place,
        min(profile) <> max(profile) AS has_profiles,
        min(refunds_rank) AS refunds_rank,
        min(parcels_rank) AS parcels_rank
    FROM telling
    GROUP BY link_id
    HAVING count(*) > 1
)
SELECT
    telling.account,
    telling.order_id,
    telling.link_id,
    CASE
        WHEN telling.profile = counted.profile AND NOT (groups.has_profiles AND telling.place = counted.place)
            THEN 'same_orders_as'
        ELSE 'marketplace_order'
    END AS linked_by,
    telling.place = counted.place AS is_counted,
    counted.account AS counted_account,
    counted.order_id AS counted_order_id,
    telling.refunds_rank = groups.refunds_rank AS is_refund_source,
    telling.parcels_rank = groups.parcels_rank AS is_fulfillment_source,
    telling.orders_of_account,
    nullif(concat_ws(
        ',',
        -- closed says less than shipped, and not the contrary
        CASE
            WHEN telling.order_status <> counted.order_status
                AND NOT (telling.order_status IN ('shipped', 'closed') AND counted.order_status IN ('shipped', 'closed'))
                THEN 'order_status'
        END,
        CASE WHEN telling.payment_status <> counted.payment_status THEN 'payment_status' END,
        CASE WHEN telling.shipping_status <> counted.shipping_status THEN 'shipping_status' END,
        CASE WHEN telling.currency <> counted.currency THEN 'currency' END,
        CASE WHEN telling.total_amount <> counted.total_amount THEN 'total_amount' END
    ), '') AS differs_in
FROM telling
JOIN groups USING (link_id)
JOIN placed AS counted ON counted.link_id = groups.link_id AND counted.place = groups.counted_place
