"""Our pipeline as a user runs it: `orders-pipeline extract`, `load`, `publish`, three processes on an empty home."""

import shutil
import sys
from collections.abc import Mapping
from pathlib import Path

from benchmarks.measuring import Measured, measure
from benchmarks.places import ROOT, RUNS
from orders_pipeline.sandbox.world import START, US_PROFILE
from orders_pipeline.settings import Home
from orders_pipeline.warehouse.writer import DATABASE

STEPS = ("extract", "load", "publish")
CONCURRENT = 5  # channeladvisor-rest.md §3; what every reader here uses
SECRETS = {"BENCH_APPLICATION_ID": "bench", "BENCH_SHARED_SECRET": "bench-secret", "BENCH_REFRESH_TOKEN": "bench-token"}
# The pace is set so high that it never holds anyone back; a real hub allows 2,000 requests a minute.
ACCOUNT = f"""\
[accounts.bench]
channel = "channeladvisor"
base_url = "{{url}}"
start_on = {START:%Y-%m-%d}
profiles = [{US_PROFILE}]
time_zone = "UTC"
limits = {{{{ concurrent = {CONCURRENT}, per_minute = 1000000 }}}}

[accounts.bench.secrets]
application_id = "BENCH_APPLICATION_ID"
shared_secret = "BENCH_SHARED_SECRET"
refresh_token = "BENCH_REFRESH_TOKEN"
"""


def empty_home(url: str, name: str = "ours") -> Home:
    root = RUNS / name
    shutil.rmtree(root, ignore_errors=True)
    home = Home.at(root).make()
    home.accounts_file.write_text(ACCOUNT.format(url=url))
    return home


def step(home: Home, name: str) -> Measured:
    """One command of the command line, from the start of its process to its end."""
    return measure([sys.executable, "-m", "orders_pipeline.cli", name, "--json"], environ=environ_of(home), folder=ROOT)


def environ_of(home: Home) -> Mapping[str, str]:
    return {"ORDERS_PIPELINE_HOME": str(home.root), **SECRETS}


def database(home: Home) -> Path:
    """What an analyst opens."""
    return home.published / DATABASE
