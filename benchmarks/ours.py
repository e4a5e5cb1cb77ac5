"""Our pipeline as a user runs it: `orders-pipeline extract`, `load`, `publish`, three processes on an empty home."""

import shutil
import sys
from collections.abc import Mapping
from pathlib import Path

from benchmarks.dialects import DIALECTS, Dialect
from benchmarks.measuring import Measured, measure
from benchmarks.places import ROOT, RUNS
from orders_pipeline.sandbox.world import START
from orders_pipeline.settings import Home
from orders_pipeline.warehouse.writer import DATABASE

STEPS = ("extract", "load", "publish")
CONCURRENT = 5  # what every reader here uses
# The pace is set so high that it never holds anyone back; real hubs allow far less.
ACCOUNT = """\
[accounts.bench]
channel = "{channel}"
base_url = "{url}"
start_on = {start:%Y-%m-%d}
{keys}
time_zone = "UTC"
limits = {{ concurrent = {concurrent}, per_minute = 1000000 }}

[accounts.bench.secrets]
{secrets}
"""


def empty_home(channel: str, url: str) -> Home:
    shutil.rmtree(home_of(channel).root, ignore_errors=True)
    home, dialect = home_of(channel).make(), DIALECTS[channel]
    secrets = "\n".join(f'{name} = "{_variable(name)}"' for name in dialect.secrets)
    home.accounts_file.write_text(
        ACCOUNT.format(channel=channel, url=url, start=START, keys=dialect.keys, concurrent=CONCURRENT, secrets=secrets)
    )
    return home


def home_of(channel: str) -> Home:
    return Home.at(RUNS / channel)


def step(home: Home, dialect: Dialect, name: str) -> Measured:
    """One command of the command line, from the start of its process to its end."""
    command = [sys.executable, "-m", "orders_pipeline.cli", name, "--json"]
    return measure(command, environ=environ_of(home, dialect), folder=ROOT)


def environ_of(home: Home, dialect: Dialect) -> Mapping[str, str]:
    secrets = {_variable(name): value for name, value in dialect.secrets.items()}
    return {"ORDERS_PIPELINE_HOME": str(home.root), **secrets}


def database(home: Home) -> Path:
    """What an analyst opens."""
    return home.published / DATABASE


def _variable(secret: str) -> str:
    return f"BENCH_{secret.upper()}"
