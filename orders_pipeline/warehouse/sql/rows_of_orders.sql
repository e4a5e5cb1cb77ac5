-- Grain: that of `{table}`.
SELECT {table}.* FROM {table} SEMI JOIN orders_of_month USING (account, order_id) ORDER BY {key}
