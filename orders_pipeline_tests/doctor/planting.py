"""Troubles to plant into a home that is well: each a function of the home and a monkeypatch, or a context of them."""

import os
import shutil
import sys
import time
import zoneinfo
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

import dagster as dg
import msgspec
from dagster._core.scheduler.instigation import InstigatorStatus
from dagster._daemon.types import DaemonHeartbeat

from orders_pipeline.channels.budget import Pace
from orders_pipeline.channels.errors import Unauthorized
from orders_pipeline.defs.instance import opened
from orders_pipeline.flows.doctor import dagster_files, gather, locks
from orders_pipeline.flows.publish import publish_snapshot
from orders_pipeline.landing import manifest as manifests
from orders_pipeline.landing.account import AccountLanding
from orders_pipeline.landing.journal import FILE, PROOFS, Attempted, note
from orders_pipeline.landing.manifest import Purpose
from orders_pipeline.model.window import Window
from orders_pipeline.settings import values
from orders_pipeline.warehouse.changes import mark_changed
from orders_pipeline.warehouse.writer import DATABASE, writer
from orders_pipeline_tests.doctor.conftest import ran, schedule

LONG_AGO = time.time() - 2 * 86_400


def landing(home):
    return AccountLanding(home.landing, "us")


def live(home):
    return sorted((landing(home).folder / "live").glob("*.json"))


def windows(home):
    return landing(home).covered(Purpose.LIVE)


def edit(home, old, new):
    text = home.accounts_file.read_text()
    assert old in text
    home.accounts_file.write_text(text.replace(old, new))


def alerts(home, lines):
    home.accounts_file.write_text(f"{home.accounts_file.read_text()}\n[alerts]\n{lines}\n")


def no_settings(home, patch):
    home.accounts_file.unlink()


def folder_instead_of_settings(home, patch):
    home.accounts_file.unlink()
    home.accounts_file.mkdir()


def misspelt_setting(home, patch):
    edit(home, "profiles =", "profile =")


def secret_not_set(home, patch):
    patch.delenv("CA_REFRESH")


def webhook_not_set(home, patch):
    alerts(home, 'webhook = "ALERTS_WEBHOOK"')


def webhook_in_clear(home, patch):
    alerts(home, 'webhook = "ALERTS_WEBHOOK"')
    patch.setenv("ALERTS_WEBHOOK", "http://hooks.example.com/services/T00/B00")


@contextmanager
def no_zones(home, patch):
    edit(home, '"America/New_York"', '"UTC"')
    with patch.context() as hidden:
        for name in {"tzdata", *(name for name in sys.modules if name.startswith("tzdata."))}:
            hidden.setitem(sys.modules, name, None)
        zoneinfo.reset_tzpath(to=[])
        zoneinfo.ZoneInfo.clear_cache()
        try:
            yield
        finally:
            zoneinfo.reset_tzpath()
            zoneinfo.ZoneInfo.clear_cache()
            values._zones.cache_clear()  # of names, which it found none of meanwhile


def certify_after_the_last(home, length, *, ago=timedelta(0)):
    """One more certified window, `ago` in the past."""
    last = landing(home).manifest(Purpose.LIVE, windows(home)[-1])
    window = Window(last.window.end, last.window.end + length)
    landing(home).certify(msgspec.structs.replace(last, window=window))
    stamp = time.time() - ago.total_seconds()
    os.utime(live(home)[-1], (stamp, stamp))


def clock_behind_the_landing(home, patch):
    certify_after_the_last(home, timedelta(days=1))


def another_profile_by_the_same_name(home, patch):
    edit(home, "[12345678]", "[23456789]")


def never_read(home, patch):
    shutil.rmtree(landing(home).folder)


def failed(home, times, sentence="account us: GET was answered with status 503."):
    for _ in range(times):
        note(landing(home).folder, Attempted(at=datetime.now(UTC), failures=(sentence,)))


def last_reading_failed(home, patch):
    failed(home, 1)


def readings_fail(home, patch):
    failed(home, 4)


def credentials_refused(home, patch):
    failed(home, 1, str(Unauthorized("the hub refuses the refresh token", account="us")))


def no_window_for_a_month(home, patch):
    live(home)[-1].unlink()


@contextmanager
def being_read_after_a_month(home, patch):
    live(home)[-1].unlink()
    with landing(home).reading():
        yield


def window_missing_in_between(home, patch):
    live(home)[0].unlink()


def last_used(home, days):
    path = landing(home).folder / FILE
    path.unlink()
    note(path.parent, Attempted(at=datetime.now(UTC) - timedelta(days=days), windows=2))


def token_unused_for_two_months(home, patch):
    last_used(home, 65)


def token_unused_for_a_season(home, patch):
    last_used(home, 100)


def hub_asked_for_a_pause(home, patch):
    Pace(home.budgets, "any", 2000).pause(1800)


def manifest_torn(home, patch):
    live(home)[-1].write_bytes(live(home)[-1].read_bytes()[:200])


def body_gone(home, patch):
    manifest = manifests.decode(live(home)[-1].read_bytes())
    landing(home).bodies.path(manifest.pages[0].sha256).unlink()


def account_no_longer_named(home, patch):
    shutil.copytree(landing(home).folder, home.landing / "old-shop")


def snapshot_gone(home, patch):
    shutil.rmtree(home.published.resolve())


def snapshot_without_manifest(home, patch):
    (home.published / "manifest.json").unlink()


def parquet_file_gone(home, patch):
    next((home.published / "parquet" / "orders").rglob("*.parquet")).unlink()


def published_file_garbled(home, patch):
    file = home.published / DATABASE
    file.chmod(0o644)
    file.write_bytes(b"\0" * file.stat().st_size)


def link_removed(home, patch):
    home.published.unlink()


def warehouse_no_database(home, patch):
    (home.warehouse / DATABASE).write_bytes(b"x" * 4096)


def warehouse_of_another_format(home, patch):
    with (home.warehouse / DATABASE).open("r+b") as file:
        file.seek(12)
        file.write(b"\x40")


def warehouse_of_another_version(home, patch):
    with writer(home.warehouse) as open_:
        open_.connection.execute("UPDATE internal.warehouse_meta SET schema_version = '000000000000'")
    manifest = home.published / "manifest.json"
    manifest.chmod(0o644)
    told = msgspec.json.decode(manifest.read_bytes())
    manifest.write_bytes(msgspec.json.encode(told | {"schema_version": "000000000000"}))


def window_waits_for_an_hour(home, patch):
    certify_after_the_last(home, timedelta(seconds=30), ago=timedelta(hours=1))


def window_waits_for_a_night(home, patch):
    certify_after_the_last(home, timedelta(seconds=30), ago=timedelta(hours=9))


def orders_quarantined(home, patch):
    with writer(home.warehouse) as open_:
        open_.connection.begin()
        for position, reason in enumerate(["amount_too_fine", "amount_too_fine", "missing_field"], 1):
            open_.connection.execute(
                "INSERT INTO rejects SELECT account, window_id, 1, $1, order_id, $2, '$', 'no', '00', now(), NULL "
                "FROM orders ORDER BY order_id LIMIT 1 OFFSET $1",
                [position, reason],
            )
        mark_changed(open_.connection, [("rejects", f"{datetime.now(UTC):%Y-%m}")])
        open_.connection.commit()
    publish_snapshot(home)


def proven(home, **found):
    """A second proof as `prove` writes it, yesterday, or `days` ago."""
    at = datetime.now(UTC) - timedelta(days=found.pop("days", 1))
    counts = {"missing": 0, "fetched": 0} | found
    with writer(home.warehouse) as open_:
        open_.connection.begin()
        open_.connection.execute(
            "INSERT INTO proofs BY NAME SELECT 'us' AS account, 'created_day' AS kind, '2026-09-30' AS subject, "
            "$1::TIMESTAMPTZ AS proved_at, 'keyset' AS method, $1::TIMESTAMPTZ AS read_until_at, 9 AS hub_count, "
            "9 - $2 AS held_count, 0 AS quarantined_count, 0 AS pending_count, $2 AS missing_count, "
            "$3 AS fetched_count, 0 AS absent_count, $2 = $3 AS is_complete",
            [at, counts["missing"], counts["fetched"]],
        )
        mark_changed(open_.connection, [("proofs", f"{at:%Y-%m}")])
        open_.connection.commit()
    publish_snapshot(home)


def orders_missing_by_proof(home, patch):
    proven(home, missing=2)


def orders_fetched_by_proof(home, patch):
    proven(home, missing=1, fetched=1)


def read_for_a_week_and_never_proven(home, patch):
    last_used(home, 7)


def proof_could_not_be_made(home, patch, times=1):
    for _ in range(times):
        failures = ("2026-09-30: GET was answered with status 503.", "2026-09-29: not asked for")
        note(landing(home).folder, Attempted(at=datetime.now(UTC), failures=failures), PROOFS)


def proofs_fail_every_night(home, patch):
    proof_could_not_be_made(home, patch, times=3)


def not_proven_for_a_week(home, patch):
    proven(home, days=7)


@contextmanager
def read_for_a_day(home, patch):
    """The lock is held by this process; that it began long ago is the machine's clock of running time."""
    really = time.clock_gettime
    patch.setattr(locks.time, "clock_gettime", lambda clock: really(clock) + 86_400)
    with landing(home).reading():
        yield


def disk(free):
    def planted(home, patch):
        patch.setattr(gather.shutil, "disk_usage", lambda path: shutil._ntuple_diskusage(10**12, 10**12 - free, free))

    return planted


def landing_outgrows_the_disk(home, patch):
    held = manifests.decode(live(home)[-1].read_bytes())
    os.truncate(landing(home).bodies.path(held.pages[0].sha256), 60 * 10**9)  # sparse: it is only looked at
    disk(10**9)(home, patch)


def killed_while_writing(home, patch):
    left = landing(home).folder / "live" / ".writing-0"
    left.write_bytes(b"half")
    building = home.snapshots / ".building-1"
    building.mkdir()
    for path in (left, building):
        os.utime(path, (LONG_AGO, LONG_AGO))


def webserver_of_another_version(home, patch):
    versions = {"dagster": "1.13.27", "dagster-webserver": "1.13.9"}
    patch.setattr(dagster_files, "version", versions.__getitem__)


def dagster_yaml_edited(home, patch):
    path = home.dagster / "dagster.yaml"
    path.write_text(path.read_text().replace("default_limit: 1", "default_limit: 4"))


def schedule_stopped(home, patch):
    with opened(home) as instance:
        instance.update_instigator_state(schedule("read_us_every_15_minutes", InstigatorStatus.STOPPED))


def daemon_dead(home, patch):
    no_window_for_a_month(home, patch)
    with opened(home) as instance:
        instance.add_daemon_heartbeat(DaemonHeartbeat(LONG_AGO, "SCHEDULER", "one", []))


def something_was_refused(home, patch):
    with opened(home) as instance:
        ran(instance, "plan_actions", dg.DagsterRunStatus.FAILURE)


def load_failed(home, patch):
    with opened(home) as instance:
        ran(instance, "load_and_publish", dg.DagsterRunStatus.FAILURE)
