-- Does an order of `{table}` come from a window that `loads` does not know?
-- Grain: one row an order.
SELECT touched.account, touched.order_id, count(*)
FROM touched_orders AS touched
ANTI JOIN loads ON loads.account = touched.account AND loads.window_id = touched.of_window
GROUP BY ALL
