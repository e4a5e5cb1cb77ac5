"""What `inspect` says of every committed sample, and where the tests hold it."""

from pathlib import Path
from typing import NamedTuple

from typer.testing import CliRunner

from orders_pipeline.channels.registry import DIALECTS
from orders_pipeline.cli import app

ROOT = Path(__file__).parents[2]
SAMPLES = ROOT / "data" / "samples"
GOLDEN = Path(__file__).parent / "golden"
FILES = {f"{channel}/{file.name}": file for channel in DIALECTS for file in sorted((SAMPLES / channel).iterdir())}
HAS_NO_CURRENCY = "channeladvisor_soap"


class Said(NamedTuple):
    code: int
    out: str
    err: str


def inspected(name: str) -> Said:
    channel = name.partition("/")[0]
    given = ["--currency", "USD"] if channel == HAS_NO_CURRENCY else []
    result = CliRunner().invoke(app, ["inspect", channel, str(FILES[name]), "--brief", *given])
    return Said(result.exit_code, result.stdout, result.stderr.replace(f"{FILES[name]}", name))


def golden(name: str) -> Path:
    """Rows as they are printed; of a sample that is no page of orders the sentence that says so."""
    return GOLDEN / f"{name}.txt"
