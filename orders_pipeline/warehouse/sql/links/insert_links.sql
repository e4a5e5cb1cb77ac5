-- Write the links that are new or others.
-- Grain: one row an order.
INSERT INTO order_links ({columns})
SELECT {columns} FROM new_links SEMI JOIN changed_links USING (account, order_id)
