"""Dagster's home: the committed dagster.yaml is copied in. Files only, so that this imports no Dagster."""

from importlib.resources import files
from pathlib import Path

from orders_pipeline.landing.durable import write_new
from orders_pipeline.settings import Home

FILE = "dagster.yaml"


def committed() -> bytes:
    """The file beside the package in a checkout; where it is installed, the copy that came with it."""
    beside = Path(str(files("orders_pipeline"))).parent / FILE
    return beside.read_bytes() if _is_ours(beside) else files("orders_pipeline.defs").joinpath(FILE).read_bytes()


def prepare(home: Home) -> Path:
    """DAGSTER_HOME with the committed settings. A file there that does not begin as ours is a person's, and stays."""
    home.make()
    there = home.dagster / FILE
    if not there.exists() or _is_ours(there):
        write_new(there, committed())
    return home.dagster


def _is_ours(file: Path) -> bool:
    return file.is_file() and file.read_text("utf-8").startswith("# Copied into DAGSTER_HOME")
