"""Troubles planted into a home that is well: `doctor` names each, says what to do, and ends as monitoring expects."""

from contextlib import nullcontext

import pytest

from orders_pipeline_tests.doctor.planting import (
    account_no_longer_named,
    another_profile_by_the_same_name,
    being_read_after_a_month,
    body_gone,
    clock_behind_the_landing,
    credentials_refused,
    daemon_dead,
    dagster_yaml_edited,
    disk,
    folder_instead_of_settings,
    hub_asked_for_a_pause,
    killed_while_writing,
    landing_outgrows_the_disk,
    last_reading_failed,
    link_removed,
    load_failed,
    manifest_torn,
    misspelt_setting,
    never_read,
    no_settings,
    no_window_for_a_month,
    no_zones,
    not_proven_for_a_week,
    orders_fetched_by_proof,
    orders_missing_by_proof,
    orders_quarantined,
    parquet_file_gone,
    proof_could_not_be_made,
    proofs_fail_every_night,
    published_file_garbled,
    read_for_a_day,
    read_for_a_week_and_never_proven,
    readings_fail,
    schedule_stopped,
    secret_not_set,
    snapshot_gone,
    snapshot_without_manifest,
    something_was_refused,
    token_unused_for_a_season,
    token_unused_for_two_months,
    warehouse_no_database,
    warehouse_of_another_format,
    warehouse_of_another_version,
    webhook_in_clear,
    webhook_not_set,
    webserver_of_another_version,
    window_missing_in_between,
    window_waits_for_a_night,
    window_waits_for_an_hour,
)

WARNING, TROUBLE = 1, 2
PLANTED = [  # what is planted, the finding's code, its area, a part of its sentence, a part of what to do, exit code
    (no_settings, "settings_mistake", "settings", "does not exist", "[accounts.us-main]", TROUBLE),
    (folder_instead_of_settings, "settings_mistake", "settings", "cannot be read", "Check that it is a file", TROUBLE),
    (misspelt_setting, "settings_mistake", "settings", "accounts.us.profile is not", "Is 'profiles' meant", TROUBLE),
    (secret_not_set, "secret_missing", "us", "CA_REFRESH, which is not set", "Set CA_REFRESH", TROUBLE),
    (webhook_not_set, "alert_secret_missing", "alerts", "ALERTS_WEBHOOK, which is not", "Set ALERTS_WEBHOOK", WARNING),
    (webhook_in_clear, "alert_secret_missing", "alerts", "no address with https", "Set ALERTS_WEBHOOK", WARNING),
    (no_zones, "no_time_zones", "settings", "no time zone data", "pip install tzdata", TROUBLE),
    (clock_behind_the_landing, "clock_behind", "clock", "the landing reaches to", "timedatectl", TROUBLE),
    (another_profile_by_the_same_name, "other_source", "us", "channeladvisor 12345678", "a name of its own", TROUBLE),
    (never_read, "never_read", "us", "was ever read", "orders-pipeline extract us", WARNING),
    (last_reading_failed, "reading_failed", "us", "status 503", "orders-pipeline extract us", WARNING),
    (readings_fail, "reading_failed", "us", "4 times in a row", "orders-pipeline extract us", TROUBLE),
    (credentials_refused, "reading_failed", "us", "refuses", "CA_APP_ID, CA_SECRET, CA_REFRESH", TROUBLE),
    (no_window_for_a_month, "cursor_behind", "us", "days ago", "orders-pipeline extract us", TROUBLE),
    (being_read_after_a_month, "cursor_behind", "us", "read right now", "wait", WARNING),
    (window_missing_in_between, "windows_missing", "us", "1 gap between", "orders-pipeline extract us", TROUBLE),
    (token_unused_for_two_months, "token_ageing", "us", "last used 65 days ago", "orders-pipeline extract us", WARNING),
    (token_unused_for_a_season, "token_lapsed", "us", "may have lapsed", "doctor --ask-hubs", TROUBLE),
    (hub_asked_for_a_pause, "budget_paused", "reading", "another 30 minutes", "limits.per_minute", WARNING),
    (manifest_torn, "landing_damaged", "us", "is no manifest", "remove it", TROUBLE),
    (body_gone, "landing_damaged", "us", "bodies that are not there", "remove the manifest", TROUBLE),
    (
        account_no_longer_named,
        "account_not_in_settings",
        "old-shop",
        "no longer names",
        "landing/old-shop away",
        WARNING,
    ),
    (snapshot_gone, "published_broken", "published", "leads nowhere", "orders-pipeline publish", TROUBLE),
    (snapshot_without_manifest, "published_broken", "published", "no manifest", "orders-pipeline publish", TROUBLE),
    (parquet_file_gone, "snapshot_files_missing", "published", "lacks 1 file", "orders-pipeline publish", TROUBLE),
    (published_file_garbled, "not_seen", "published", "could not be looked at", "orders-pipeline", TROUBLE),
    (link_removed, "never_published", "published", "Nothing is published", "orders-pipeline publish", WARNING),
    (warehouse_no_database, "warehouse_unreadable", "warehouse", "no DuckDB file", "orders-pipeline load", TROUBLE),
    (warehouse_of_another_format, "warehouse_format", "warehouse", "format 64", "orders-pipeline load", TROUBLE),
    (warehouse_of_another_version, "warehouse_version", "warehouse", "version 0000", "orders-pipeline load", TROUBLE),
    (window_waits_for_an_hour, "windows_waiting", "us", "1 certified window waits", "orders-pipeline load", WARNING),
    (window_waits_for_a_night, "windows_waiting", "us", "9 hours ago", "orders-pipeline load", TROUBLE),
    (orders_quarantined, "quarantined", "us", "(2 amount_too_fine, 1 missing", "orders-pipeline quarantine", WARNING),
    (orders_missing_by_proof, "proof_failed", "us", "2 orders at the hub", "orders-pipeline prove us", TROUBLE),
    (orders_fetched_by_proof, "windows_missed_orders", "us", "windows had missed", "orders-pipeline prove us", WARNING),
    (read_for_a_week_and_never_proven, "never_proven", "us", "was ever made", "orders-pipeline prove us", WARNING),
    (proof_could_not_be_made, "proof_not_made", "us", "status 503. and 1 more", "orders-pipeline prove us", WARNING),
    (proofs_fail_every_night, "proof_not_made", "us", "3 times in a row", "orders-pipeline prove us", TROUBLE),
    (not_proven_for_a_week, "proof_old", "us", "7 days ago", "orders-pipeline prove us", WARNING),
    (read_for_a_day, "lock_held_long", "locks", "has been reading us for 24 hours", "ps -fp", WARNING),
    (disk(10**7), "disk_full", "disk", "9.54 MB free", "free space", TROUBLE),
    (landing_outgrows_the_disk, "disk_filling", "disk", "a day, and", "larger", WARNING),
    (killed_while_writing, "unfinished_files", "disk", "2 half-written files", "rm -r", WARNING),
    (webserver_of_another_version, "dagster_versions", "dagster", "1.13.9", "dagster-webserver==1.13.27", TROUBLE),
    (dagster_yaml_edited, "dagster_yaml", "dagster", "was edited", "copies it anew", WARNING),
    (schedule_stopped, "schedule_stopped", "dagster", "schedule read_us_every_15_minutes", "Automation", WARNING),
    (daemon_dead, "daemon_dead", "dagster", "last heard of 2 days ago", "orders-pipeline dev", TROUBLE),
    (load_failed, "run_failed", "dagster", "load_and_publish failed", "orders-pipeline load", TROUBLE),
    (something_was_refused, "run_failed", "dagster", "plan_actions failed", "actions status --all", WARNING),
]


def test_a_home_in_which_all_is_well_shows_nothing_else(doctor):
    seen = doctor("--json")
    assert (seen.found, seen.code) == ([], 0)
    assert "read until" in seen.told["well"]["us"]
    plain = doctor()
    assert plain.code == 0
    assert "All is well." in plain.out
    assert len(plain.out.splitlines()) < 24, "one screen"


def test_several_troubles_are_all_told_gravest_first_each_with_what_to_do(home, doctor, monkeypatch):
    for plant in (last_reading_failed, dagster_yaml_edited, snapshot_gone, secret_not_set):
        plant(home, monkeypatch)
    seen = doctor()
    marks = [line[0] for line in seen.out.splitlines() if line[:1] in "✗!" and line]
    assert marks == ["✗", "✗", "!", "!"]
    assert seen.out.count("→") == len(marks)
    assert "CA_REFRESH" in seen.out
    assert seen.code == 2
    assert "Something needs a person." in seen.out.splitlines()[0]


@pytest.mark.parametrize(
    ("plant", "code", "area", "sentence", "next_step", "exit_code"),
    PLANTED,
    ids=lambda value: getattr(value, "__name__", ""),
)
def test_a_planted_trouble_is_named_with_its_remedy(
    home, doctor, monkeypatch, plant, code, area, sentence, next_step, exit_code
):
    with plant(home, monkeypatch) or nullcontext():
        seen = doctor("--json")
    told = [(one["sentence"], one["next"]) for one in seen.found if (one["code"], one["area"]) == (code, area)]
    assert any(sentence in what and next_step in then for what, then in told), seen.found
    assert seen.code == exit_code == seen.told["exit_code"]
    assert area not in seen.told["well"]


def test_every_kind_of_finding_that_files_can_show_is_planted():
    assert len({code for _, code, *_ in PLANTED}) >= 30


def test_no_secret_and_no_personal_data_is_in_the_output(home, doctor, healthy, monkeypatch):
    for plant in (last_reading_failed, body_gone, orders_quarantined, misspelt_setting):
        plant(home, monkeypatch)
    said = doctor().out + doctor("--json").out
    known = {value for person in healthy.people for value in person.values() if value and len(value) > 5}
    assert known
    assert [value for value in {*known, *healthy.environ.values()} if value in said] == []
