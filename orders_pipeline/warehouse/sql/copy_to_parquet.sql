-- Write these rows as one file, in the order of their key, so that equal rows give equal bytes.
COPY (
{rows}
) TO '{target}' (FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE 20480)
