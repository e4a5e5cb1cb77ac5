"""Dagster's home: the committed dagster.yaml and workspace.yaml are copied in. Files only: this imports no Dagster."""

from importlib.resources import files
from pathlib import Path

from orders_pipeline.landing.durable import write_new
from orders_pipeline.settings import Home

FILE = "dagster.yaml"
WORKSPACE = "workspace.yaml"


def committed(name: str = FILE) -> bytes:
    """The file beside the package in a checkout; where it is installed, the copy that came with it."""
    beside = Path(str(files("orders_pipeline"))).parent / name
    return beside.read_bytes() if _is_ours(beside) else files("orders_pipeline.defs").joinpath(name).read_bytes()


def prepare(home: Home) -> Path:
    """DAGSTER_HOME with the committed settings. A file there that does not begin as ours is a person's, and stays."""
    home.make()
    for name in (FILE, WORKSPACE):
        there = home.dagster / name
        if not there.exists() or _is_ours(there):
            write_new(there, committed(name))
    return home.dagster


def _is_ours(file: Path) -> bool:
    return file.is_file() and file.read_text("utf-8").startswith("# Copied into DAGSTER_HOME")
