"""The jobs over the sandbox: what they make, what they say of it, and that a second time changes nothing."""

import json

import dagster as dg

from orders_pipeline.defs.everything import definitions_of
from orders_pipeline.defs.in_process import run
from orders_pipeline.defs.names import landing_key
from orders_pipeline.model.tables import BY_NAME, CANONICAL, PERSONAL, TABLES
from orders_pipeline.settings import Home, parse_settings
from orders_pipeline.warehouse.outcome import Outcome
from orders_pipeline.warehouse.query import rows_per_table
from orders_pipeline.warehouse.statements import views


def test_every_job_succeeds_and_every_asset_is_there(ran):
    assert [one.failure for one in ran.first.values()] == [None, None, None]
    made = {key for one in ran.first.values() for key in one.materialized}
    tables, seen = (f"warehouse/{table.name}" for table in TABLES), (f"views/{view.name}" for view in views())
    assert made == {"landing/us", "landing/eu", "published", *tables, *seen}


def test_the_row_counts_are_those_of_the_published_tables(ran, pipeline):
    told = ran.first["load_and_publish"].materialized
    counts = {table.name: told[f"warehouse/{table.name}"]["dagster/row_count"] for table in TABLES}
    assert counts == rows_per_table(pipeline.file)
    assert counts["orders"] == told["warehouse/orders"]["inserted"] == 60


def test_the_tables_are_what_the_hub_holds(ran, pipeline):
    assert {name: len(rows) for name, rows in pipeline.tables().items()} == {
        name: len(rows) for name, rows in pipeline.truth().items()
    }


def test_a_landing_tells_its_certificates_and_the_numbers_of_the_run(ran, pipeline):
    landed = ran.first["read_us"].materialized["landing/us"]
    records = landed["last_certificates"].records
    assert len(records) == landed["windows"] > 0
    assert sum(record.data["orders"] for record in records) == landed["orders"]
    (loaded,) = pipeline.query("SELECT count(*) AS n, sum(orders)::BIGINT AS orders FROM pages WHERE account = 'us'")
    assert landed["pages"] + landed["continuations"] == loaded["n"]
    assert landed["orders"] == loaded["orders"]
    assert landed["seconds_behind"] == 120, "the settle delay: nothing is missing"


def test_a_landing_goes_on_telling_its_last_certificates_where_nothing_new_had_settled(ran):
    first, again = (one["read_us"].materialized["landing/us"] for one in (ran.first, ran.again))
    assert again["windows"] == again["orders"] == 0
    assert again["last_certificates"].records == first["last_certificates"].records


def test_the_numbers_of_a_load_are_those_of_the_table_of_loads(ran, pipeline):
    told = ran.first["load_and_publish"].materialized["warehouse/orders"]
    counts = ("received", *Outcome)
    (held,) = pipeline.query(f"SELECT {', '.join(f'sum({name})::BIGINT AS {name}' for name in counts)} FROM loads")
    assert {name: told[name] for name in counts} == held


def test_rows_to_look_at_are_rows_of_the_table_and_there_are_none_of_personal_tables(ran, pipeline):
    told = ran.first["load_and_publish"].materialized
    shown = {table.name for table in TABLES if "written_last" in told[f"warehouse/{table.name}"]}
    assert shown & set(PERSONAL) == set()
    assert shown >= {"orders", "order_items", "fulfillments", "accounts", "loads", "pages"}
    ids = {row["order_id"] for row in pipeline.table("orders")}
    assert {record.data["order_id"] for record in told["warehouse/orders"]["written_last"].records} <= ids


def test_a_published_view_tells_its_columns_with_their_types(ran, pipeline):
    told = ran.first["load_and_publish"].materialized
    for view in views():
        (row, *_) = [*pipeline.query(f"DESCRIBE {view.name}")]
        columns = told[f"views/{view.name}"]["dagster/column_schema"].columns
        assert [column.name for column in columns] == list(view.columns)
        assert (columns[0].name, columns[0].type) == (row["column_name"], row["column_type"])


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
    entries = [dg.serialize_value(entry) for run_id in runs for entry in ran.instance.all_logs(run_id)]
    said = {text for entry in entries for text in texts_of(json.loads(entry))}
    everything = "\n".join(said)
    personal = {column.name for name in PERSONAL for column in BY_NAME[name].columns if column.is_personal}
    truth = pipeline.truth()
    values = {row.get(name) for table in PERSONAL for row in truth[table] for name in personal}
    known = {value for value in values if isinstance(value, str)} | set(pipeline.environ.values())
    assert len(known) > 200
    assert [value for value in known if len(value) > 5 and value in everything] == []
    words = {value for value in known if value and not value.isdecimal()}
    assert words & said == set(), "short ones, such as a country, as a cell of their own"


def texts_of(packed):
    """Every text within what Dagster stores of an event."""
    if isinstance(packed, str):
        yield packed
    inner = packed.values() if isinstance(packed, dict) else packed if isinstance(packed, list) else ()
    for one in inner:
        yield from texts_of(one)


def test_what_the_steps_say_is_heard_while_they_run(ran):
    assert any(line.startswith("us: window 1 of") for line in ran.lines)
    assert any("orders loaded, of" in line for line in ran.lines)


def test_an_account_that_cannot_be_read_fails_in_plain_words_and_stops_no_other(pipeline, tmp_path, monkeypatch):
    text = pipeline.home.accounts_file.read_text()
    us, eu = text.split("[accounts.eu]")
    monkeypatch.setenv("WRONG_SECRET", "not-the-shared-secret")
    settings = parse_settings(us.replace("CA_SECRET", "WRONG_SECRET") + "[accounts.eu]" + eu)
    home = Home.at(tmp_path).make()
    definitions = definitions_of(home, settings)
    with dg.DagsterInstance.ephemeral() as instance:
        us, eu, both = (run(definitions, job, instance, print) for job in ("read_us", "read_eu", "load_and_publish"))
        key = dg.AssetCheckKey(landing_key("us"), "every_window_certified")
        record = instance.event_log_storage.get_latest_asset_check_execution_by_key([key])[key]
        check = record.event.dagster_event.asset_check_evaluation_data
    assert (us.succeeded, eu.succeeded, both.succeeded) == (False, True, True)
    assert us.failure.startswith("account us: ")
    assert "Check the credentials" in us.failure
    assert "Traceback" not in us.failure
    assert not check.passed
    assert check.description == f"No window was read: {us.failure}"
    assert both.materialized["warehouse/orders"]["inserted"] == eu.materialized["landing/eu"]["orders"]
