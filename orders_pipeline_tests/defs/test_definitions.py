"""What Dagster is told, without running anything."""

import itertools
import runpy
from pathlib import Path

import dagster as dg
import pytest
import yaml

import orders_pipeline
from orders_pipeline.defs.dagster_home import committed, prepare
from orders_pipeline.defs.everything import definitions_of
from orders_pipeline.defs.names import CODE_LOCATION, JOURNAL_POOL, POOL, backfill_name, landing_key, plain, table_key
from orders_pipeline.model.columns import Kind
from orders_pipeline.model.tables import TABLES
from orders_pipeline.settings import BadSettings, Home, parse_settings
from orders_pipeline.warehouse.columns import SQL

ACCOUNTS = """
[accounts.us-main]
channel = "channeladvisor"
base_url = "http://127.0.0.1:9"
start_on = 2026-08-01
profiles = [1, 2]
secrets = { application_id = "A", shared_secret = "B", refresh_token = "C" }

[accounts.eu]
channel = "channeladvisor"
base_url = "http://127.0.0.1:9"
start_on = 2026-08-01
profiles = [3]
secrets = { application_id = "A", shared_secret = "B", refresh_token = "C" }
"""


@pytest.fixture(scope="module")
def told(tmp_path_factory):
    definitions = definitions_of(Home.at(tmp_path_factory.mktemp("home")), parse_settings(ACCOUNTS))
    dg.Definitions.validate_loadable(definitions)
    return definitions.get_repository_def()


def test_each_account_has_a_read_job_of_its_own_and_one_job_loads_and_publishes(told):
    jobs = {name for name in told.job_names if name.startswith(("read_", "load_"))}
    assert jobs == {"read_us_main__1", "read_us_main__2", "read_eu", "load_and_publish"}


def test_a_read_job_touches_the_landing_of_its_account_alone(told):
    keys = told.get_job("read_us_main__1").asset_layer.selected_asset_keys
    assert keys == {landing_key("us-main/1")} == {dg.AssetKey(["landing", "us_main__1"])}


def test_every_account_is_read_every_15_minutes_from_the_start(told):
    schedules = [schedule for schedule in told.schedule_defs if schedule.name.startswith("read_")]
    assert {schedule.job_name for schedule in schedules} == {"read_us_main__1", "read_us_main__2", "read_eu"}
    assert {schedule.cron_schedule for schedule in schedules} == {"*/15 * * * *"}
    assert {schedule.default_status for schedule in schedules} == {dg.DefaultScheduleStatus.RUNNING}


def test_the_sensor_that_loads_runs_from_the_start(told):
    sensor = told.get_sensor_def("certified_windows_wait")
    assert sensor.default_status is dg.DefaultSensorStatus.RUNNING
    assert sensor.job_name == "load_and_publish"


def test_loading_cannot_be_subset(told):
    keys = {table_key(table.name) for table in TABLES}
    (loading,) = {told.asset_graph.get(key).assets_def for key in keys}
    assert not loading.can_subset
    assert loading.keys == keys


def test_nothing_is_tried_again(told):
    nodes = [node for job in told.get_all_jobs() for node in job.all_node_defs]
    assert {getattr(node, "retry_policy", None) for node in nodes} == {None}
    assert {job.executor_def.name for job in told.get_all_jobs()} == {"in_process"}


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_the_column_schema_of_a_table_is_that_of_the_table_spec(told, table):
    node = told.asset_graph.get(table_key(table.name))
    schema = node.metadata["dagster/column_schema"]
    assert table.grain.lower() in node.description.lower()
    shown = [(c.name, c.type, c.constraints.nullable, "key" in c.constraints.other) for c in schema.columns]
    assert shown == [(c.name, SQL[c.kind], c.is_nullable, c.is_key) for c in table.columns]
    for column, spec in zip(schema.columns, table.columns, strict=True):
        assert spec.meaning in column.description.replace("\\<", "<")
        assert ("money" in column.tags) == (spec.kind is Kind.MONEY)
        assert ("personal" in column.tags) == spec.is_personal


def test_every_table_that_the_load_checks_has_a_structure_check_that_names_its_rules(told):
    checked = {key.asset_key.path[-1] for key in told.asset_graph.asset_check_keys if key.name == "structure"}
    unchecked = {"accounts", "dismissals", "proofs", "actions", "action_events"}
    assert checked == {table.name for table in TABLES} - unchecked
    rules = told.asset_graph.get_check_spec(dg.AssetCheckKey(table_key("order_items"), "structure")).description
    for rule in ("not_null", "of_its_order", "key_once", "has_parent", "currency_beside_amounts"):
        assert rule in rules


def test_two_accounts_are_never_called_the_same():
    names = ["a-b", "a--b", "a-b/1", "a/1", "a-/1", "a--/1", "a-1", "a--1", "a---1"]
    assert len({plain(name) for name in names}) == len(names)
    assert all(a.replace("_", "a").isalnum() for a in map(plain, names))


def test_who_writes_the_warehouse_does_so_in_its_pool(told):
    pools = {node.pool for job in told.get_all_jobs() for node in job.all_node_defs if getattr(node, "pool", None)}
    assert pools == {POOL, JOURNAL_POOL, *(backfill_name(account) for account in ("us-main/1", "us-main/2", "eu"))}


@pytest.mark.parametrize("name", ["dagster.yaml", "workspace.yaml"])
def test_the_packaged_file_of_dagsters_home_is_the_committed_one(name, tmp_path):
    package = Path(orders_pipeline.__file__).parent
    there = (package.parent / name).read_bytes()
    assert (package / "defs" / name).read_bytes() == there == committed(name)
    assert (prepare(Home.at(tmp_path)) / name).read_bytes() == there


def test_runs_of_the_demo_belong_to_the_code_location_that_dev_starts():
    (location,) = yaml.safe_load(committed("workspace.yaml"))["load_from"]
    assert location["python_module"]["location_name"] == CODE_LOCATION


def test_a_dagster_yaml_that_a_person_wrote_stays(tmp_path):
    home = Home.at(tmp_path).make()
    (home.dagster / "dagster.yaml").write_text("telemetry:\n  enabled: false\n")
    prepare(home)
    assert (home.dagster / "dagster.yaml").read_text().startswith("telemetry:")


def test_dagster_loads_the_accounts_of_the_home(tmp_path, monkeypatch):
    (tmp_path / "accounts.toml").write_text(ACCOUNTS)
    monkeypatch.setenv("ORDERS_PIPELINE_HOME", str(tmp_path))
    loaded = runpy.run_module("orders_pipeline.definitions")["defs"]
    assert "read_eu" in loaded.get_repository_def().job_names


@pytest.mark.parametrize("text", [None, ACCOUNTS.replace("profiles = [3]", 'profiles = ["3"]')])
def test_bad_or_missing_settings_are_told_in_their_own_words(tmp_path, monkeypatch, text):
    if text:
        (tmp_path / "accounts.toml").write_text(text)
    monkeypatch.setenv("ORDERS_PIPELINE_HOME", str(tmp_path))
    with pytest.raises(BadSettings, match=r"accounts\.toml: 1 mistake"):
        runpy.run_module("orders_pipeline.definitions")


def test_every_account_is_upstream_of_every_table(told):
    landings = [landing_key(name) for name in ("us-main/1", "us-main/2", "eu")]
    for landing, table in itertools.product(landings, TABLES):
        assert landing in told.asset_graph.get(table_key(table.name)).parent_keys
