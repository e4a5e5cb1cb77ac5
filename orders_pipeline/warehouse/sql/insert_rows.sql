-- Add rows that stand in an Arrow table.
-- Grain: that of `{table}`.
INSERT INTO {table} ({columns}) SELECT {columns} FROM {rows}
