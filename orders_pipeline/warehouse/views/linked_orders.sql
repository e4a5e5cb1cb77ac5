-- Do the hubs say the same of the orders that they share?
-- Grain: one row an order that is linked to a counted one, beside it; where three accounts show an order it has two rows.
-- Columns:
--   account: account that is not counted
--   order_id: its order
--   counted_account: account whose order is counted in its stead
--   counted_order_id: that order
--   link_id: the group, as in order_links
--   linked_by: marketplace_order or same_orders_as, as in order_links
--   marketplace: family of the marketplace, as the counted order says; NULL where unknown
--   marketplace_order_id: order number at the marketplace, as the counted order says, else the other
--   purchased_at: when the buyer ordered, as the counted order says
--   differs_in: columns in which both say something, and not the same; NULL where they agree
--   order_status: state of the order that is not counted, as its hub shows it
--   counted_order_status: state of the counted order
--   payment_status: state of its payment
--   counted_payment_status: state of the counted order's payment
--   shipping_status: state of its shipping
--   counted_shipping_status: state of the counted order's shipping
--   currency: currency of the order that is not counted
--   total_amount: what its hub says the buyer paid
--   counted_currency: currency of the counted order
--   counted_total_amount: what its hub says the buyer paid
--   difference_amount: total_amount less counted_total_amount; NULL where the currencies differ
--   orders_of_account: orders of the account with this number; above 1 one of them was chosen
SELECT
    links.account,
    links.order_id,
    links.counted_account,
    links.counted_order_id,
    links.link_id,
    links.linked_by,
    counted.marketplace,
    coalesce(counted.marketplace_order_id, other.marketplace_order_id) AS marketplace_order_id,
    counted.purchased_at,
    links.differs_in,
    other.order_status,
    counted.order_status AS counted_order_status,
    other.payment_status,
    counted.payment_status AS counted_payment_status,
    other.shipping_status,
    counted.shipping_status AS counted_shipping_status,
    other.currency,
    other.total_amount,
    counted.currency AS counted_currency,
    counted.total_amount AS counted_total_amount,
    CAST(
        CASE WHEN other.currency = counted.currency THEN other.total_amount - counted.total_amount END AS DECIMAL(19, 4)
    ) AS difference_amount,  -- versions of DuckDB type a difference in two ways
    links.orders_of_account
FROM order_links AS links
JOIN orders AS other ON other.account = links.account AND other.order_id = links.order_id
JOIN orders AS counted ON counted.account = links.counted_account AND counted.order_id = links.counted_order_id
WHERE NOT links.is_counted
