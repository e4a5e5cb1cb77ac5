"""One screen in under two seconds, interpreter and all, over a year of three accounts; and without Dagster."""

import json
import resource
import subprocess
import sys
from datetime import UTC, datetime, timedelta

import msgspec
import pytest

from orders_pipeline.landing.account import AccountLanding
from orders_pipeline.landing.journal import FILE, Attempted
from orders_pipeline.landing.manifest import Manifest, Purpose, Source, encode
from orders_pipeline.model.window import Window
from orders_pipeline.warehouse.connect import connect
from orders_pipeline.warehouse.manifest import read_manifest, write_manifest
from orders_pipeline.warehouse.snapshots import described
from orders_pipeline.warehouse.writer import DATABASE
from orders_pipeline_tests.dialects import REST, SECTION

PROFILES = {"one": 11111111, "two": 22222222, "three": 33333333}
EACH = 33_334
A_QUARTER = timedelta(minutes=15)
LOADED = """
    INSERT INTO loads
    SELECT $1, format('live/{}_{}', strftime(since, '%Y%m%dT%H%M%SZ'), strftime(until, '%Y%m%dT%H%M%SZ')), 'load',
        'channeladvisor', 'live', since, until, until, 0, 1, 1, true, 0, 0, 0, 0, 0, 0, 0, until
    FROM (
        SELECT $2::TIMESTAMPTZ + INTERVAL 15 MINUTE * range AS since, since + INTERVAL 15 MINUTE AS until
        FROM range($3)
    )
"""


def run(home, *options):
    """In a process of its own: the seconds of a processor that it took, and how it ended."""
    began = spent()
    command = [sys.executable, *options, "-m", "orders_pipeline.cli", "--home", str(home.root), "doctor", "--json"]
    ended = subprocess.run(command, capture_output=True, text=True, timeout=60)
    return spent() - began, ended


def spent():
    """By processes that have ended; what others do on the machine is none of it."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def test_no_dagster_is_imported(home):
    _, ended = run(home, "-X", "importtime")
    assert ended.returncode == 0, ended.stdout
    imported = {line.rpartition("|")[2].strip().partition(".")[0] for line in ended.stderr.splitlines()}
    assert "orders_pipeline" in imported
    assert not imported & {"dagster", "pandas"}


@pytest.mark.long
def test_a_year_of_three_accounts_is_looked_at_within_two_seconds(home):
    now = datetime.now(UTC).replace(second=0, microsecond=0)
    start = now - EACH * A_QUARTER
    home.accounts_file.write_text(
        "".join(
            SECTION.format(
                name=name,
                channel=REST.channel,
                url="http://127.0.0.1:1",
                secrets=REST.names,
                keys=f"profiles = [{profile}]",
            )
            for name, profile in PROFILES.items()
        ).replace("2026-08-01", f"{start + timedelta(days=1):%Y-%m-%d}")
    )
    for name, profile in PROFILES.items():
        land(home, name, profile, start)
    publish_as_loaded(home, start)
    measured = [run(home) for _ in range(3)]
    told = json.loads(measured[0][1].stdout)
    assert [one["windows_waiting"] for one in told["accounts"]] == [0, 0, 0]
    assert {one["code"] for one in told["findings"]} <= {"account_not_in_settings"}, told["findings"]
    assert min(seconds for seconds, _ in measured) < 2.0


def land(home, name, profile, start):
    landing = AccountLanding(home.landing, name)
    folder = landing.folder / Purpose.LIVE
    folder.mkdir(parents=True)
    source = Source(account=name, channel="channeladvisor", host="127.0.0.1", scope=str(profile))
    (landing.folder / "source.json").write_bytes(msgspec.json.encode(source))
    for number in range(EACH):
        window = Window(start + number * A_QUARTER, start + (number + 1) * A_QUARTER)
        manifest = Manifest(
            account=name,
            source=source,
            purpose=Purpose.LIVE,
            window=window,
            asked=window,
            pages=(),
            discarded=(),
            certificate=msgspec.Raw(b"{}"),
            hub_count=0,
            certified_at=window.end,
        )
        (folder / f"{window.name}.json").write_bytes(encode(manifest))
    line = msgspec.json.encode(Attempted(at=datetime.now(UTC), windows=1)) + b"\n"
    (landing.folder / FILE).write_bytes(line * EACH)


def publish_as_loaded(home, start):
    snapshot = home.published.resolve()
    for path in (snapshot / DATABASE, snapshot / "manifest.json"):
        path.chmod(0o644)
    connection = connect(snapshot / DATABASE)
    for name in PROFILES:
        connection.execute(LOADED, [name, start, EACH])
    connection.close()
    held = read_manifest(snapshot)
    files = tuple(described(snapshot, snapshot / DATABASE) if one.path == DATABASE else one for one in held.files)
    write_manifest(snapshot, msgspec.structs.replace(held, files=files))
