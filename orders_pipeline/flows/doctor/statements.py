"""The doctor's questions, as they stand in `sql/`: to Dagster's SQLite files and to the published snapshot."""

from importlib.resources import files


def text(name: str) -> str:
    return files("orders_pipeline.flows.doctor").joinpath(f"sql/{name}.sql").read_text("utf-8")
