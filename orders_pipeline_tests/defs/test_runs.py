"""The jobs over the sandbox: what they make, what they say of it, and that a second time changes nothing."""

import json

import dagster as dg

from orders_pipeline.defs.everything import definitions_of
from orders_pipeline.defs.in_process import run
from orders_pipeline.model.tables import CANONICAL, TABLES
from orders_pipeline.settings import Home, parse_settings
from orders_pipeline.warehouse.query import rows_per_table


def test_every_job_succeeds_and_every_asset_is_there(ran):
    assert [one.failure for one in ran.first.values()] == [None, None, None]
    made = {key for one in ran.first.values() for key in one.materialized}
    assert made == {"landing/us", "landing/eu", "published", *(f"warehouse/{table.name}" for table in TABLES)}


def test_the_row_counts_are_those_of_the_published_tables(ran, pipeline):
    told = ran.first["load_and_publish"].materialized
    counts = {table.name: told[f"warehouse/{table.name}"]["dagster/row_count"] for table in TABLES}
    assert counts == rows_per_table(pipeline.file)
    assert counts["orders"] == told["warehouse/orders"]["inserted"] == 60


def test_the_tables_are_what_the_hub_holds(ran, pipeline):
    assert {name: len(rows) for name, rows in pipeline.tables().items()} == {
        name: len(rows) for name, rows in pipeline.truth().items()
    }


def test_a_landing_tells_its_certificates(ran):
    landed = ran.first["read_us"].materialized["landing/us"]
    records = landed["certificates"].records
    assert len(records) == landed["windows"] > 0
    assert sum(record.data["orders"] for record in records) == landed["orders"]


def test_a_second_run_changes_no_canonical_row_and_publishes_nothing(ran):
    told = ran.again["load_and_publish"].materialized
    assert ran.again["load_and_publish"].succeeded
    assert [told[f"warehouse/{table.name}"]["rows_written"] for table in CANONICAL] == [0] * len(CANONICAL)
    assert (told["published"]["is_new"], told["published"]["snapshot"]) == (False, 1)


def test_the_structure_checks_passed_and_doubtful_totals_only_warn(ran):
    keys = [dg.AssetCheckKey(dg.AssetKey(["warehouse", "orders"]), name) for name in ("structure", "totals_add_up")]
    records = ran.instance.event_log_storage.get_latest_asset_check_execution_by_key(keys)
    structure, totals = (records[key].event.dagster_event.asset_check_evaluation_data for key in keys)
    assert structure.passed
    assert totals.severity is dg.AssetCheckSeverity.WARN
    assert totals.metadata["orders"].value >= 0


def test_dagster_is_told_no_personal_data_and_no_secret(ran, pipeline):
    runs = [one.run_id for one in (*ran.first.values(), *ran.again.values())]
    said = json.dumps([dg.serialize_value(entry) for run_id in runs for entry in ran.instance.all_logs(run_id)])
    people = pipeline.query("SELECT name, email, address_1 FROM order_contacts")
    known = {value for person in people for value in person.values() if value and len(value) > 5}
    assert known
    assert [value for value in {*known, *pipeline.environ.values()} if value in said] == []


def test_what_the_steps_say_is_heard_while_they_run(ran):
    assert any(line.startswith("us: window 1 of") for line in ran.lines)
    assert any("orders loaded up to" in line for line in ran.lines)


def test_an_account_that_cannot_be_read_fails_in_plain_words_and_stops_no_other(pipeline, tmp_path, monkeypatch):
    text = pipeline.home.accounts_file.read_text()
    us, eu = text.split("[accounts.eu]")
    monkeypatch.setenv("WRONG_SECRET", "not-the-shared-secret")
    settings = parse_settings(us.replace("CA_SECRET", "WRONG_SECRET") + "[accounts.eu]" + eu)
    home = Home.at(tmp_path).make()
    definitions = definitions_of(home, settings)
    with dg.DagsterInstance.ephemeral() as instance:
        us, eu, both = (run(definitions, job, instance, print) for job in ("read_us", "read_eu", "load_and_publish"))
    assert (us.succeeded, eu.succeeded, both.succeeded) == (False, True, True)
    assert us.failure.startswith("account us: ")
    assert "Check the credentials" in us.failure
    assert "Traceback" not in us.failure
    assert both.materialized["warehouse/orders"]["inserted"] == eu.materialized["landing/eu"]["orders"]
