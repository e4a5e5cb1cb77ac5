"""dlt as it was tuned: its settings, each with its reason. The run sets them, the report lists them."""

SETTINGS: dict[str, tuple[str, str]] = {
    "NORMALIZE__WORKERS": ("2", "one process a core; the default does all in one"),
    "SOURCES__DATA_WRITER__FILE_MAX_ITEMS": ("2500", "files rotate, so that both workers have work"),
    "DATA_WRITER__DISABLE_COMPRESSION": ("true", "its intermediate JSON lines uncompressed: disk is not what is short"),
    "LOAD__DELETE_COMPLETED_JOBS": ("true", "no packages left behind"),
    "RESTORE_FROM_DESTINATION": ("false", "no look at the destination for a state that is not there"),
    "RUNTIME__DLTHUB_TELEMETRY": ("false", "nothing leaves the machine"),
    "RUNTIME__LOG_LEVEL": ("CRITICAL", "no log lines"),
}
IN_CODE = (
    "Parquet as the loader's format: the default of DuckDB, `insert_values`, took ten times as long and 10 GiB",
    "whole pages yielded, five windows at a time in threads (`parallelized`), orjson on bytes, its own requests client",
    "pages of XML by lxml into dicts of texts, parts of an order taken apart beforehand, so that dlt need not do it",
    "types of all columns given beforehand, also of the child tables: `DECIMAL(18,4)`, timestamps, texts, numbers",
    "`delete-insert` as the strategy of `merge`, data declared as already deduplicated; `append` beside it",
    "given Arrow (REST): pages decoded by pyarrow's JSON reader with an explicit schema, about 1,000 orders at a time "
    "as one table for the orders and one for each collection, columns already named and typed as dlt stores them",
)


def environ() -> dict[str, str]:
    return {name: value for name, (value, _) in SETTINGS.items()}
