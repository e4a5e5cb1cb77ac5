"""Looks into Dagster's home without Dagster, whose import takes longer than everything else: its files, read only.

What cannot be read so (another storage than SQLite, another version's tables) is left out: nothing is concluded.
"""

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from orders_pipeline.flows.doctor.picture import Dagster, Run, Switch, Yaml
from orders_pipeline.flows.doctor.statements import text
from orders_pipeline.settings import Home

PACKAGES = ("dagster", "dagster-webserver")
RUNS, SWITCHES = Path("history", "runs.db"), Path("schedules", "schedules.db")


def look(home: Home, committed: bytes) -> Dagster:
    """`committed`: the dagster.yaml of this version, which is copied in by the command line."""
    heartbeats = [beat for (beat,) in _rows(home.dagster / RUNS, "heartbeat") if beat]
    return Dagster(
        yaml=_yaml(home.dagster / "dagster.yaml", committed),
        versions=tuple((package, _version(package)) for package in PACKAGES),
        heartbeat_at=datetime.fromisoformat(heartbeats[0]).replace(tzinfo=UTC) if heartbeats else None,
        stopped=tuple(_stopped(home.dagster / SWITCHES)),
        last_runs=tuple(
            Run(job, run_id, status == "FAILURE", datetime.fromtimestamp(ended, UTC))
            for job, run_id, status, ended in _rows(home.dagster / RUNS, "last_runs")
        ),
    )


def _yaml(there: Path, committed: bytes) -> Yaml:
    if not there.exists():
        return Yaml.MISSING
    held = there.read_bytes()
    if held == committed:
        return Yaml.OURS
    return Yaml.STALE if held.startswith(committed.partition(b"(")[0]) else Yaml.OWN


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return "not installed"


def _stopped(file: Path) -> Iterator[Switch]:
    for kind, body in _rows(file, "stopped"):
        name = json.loads(body).get("origin", {}).get("job_name")
        if name:
            yield Switch(kind.lower(), name)


def _rows(file: Path, question: str) -> list[tuple[Any, ...]]:
    if not file.exists():
        return []
    try:
        with closing(sqlite3.connect(f"{file.absolute().as_uri()}?mode=ro", uri=True, timeout=0.2)) as connection:
            return connection.execute(text(question)).fetchall()
    except sqlite3.Error:
        return []
