"""One writer at a time; a file of another version is refused; every column says what it means."""

import os
import subprocess
import sys

import duckdb
import pytest
from msgspec.structs import replace

from orders_pipeline.model.columns import Kind
from orders_pipeline.model.tables import BY_NAME, TABLES
from orders_pipeline.warehouse.accounts import upsert_accounts
from orders_pipeline.warehouse.columns import SQL
from orders_pipeline.warehouse.errors import SchemaDiffers, WarehouseBusy
from orders_pipeline.warehouse.query import loaded_windows
from orders_pipeline.warehouse.statements import views
from orders_pipeline.warehouse.writer import DATABASE, writer
from orders_pipeline_tests.warehouse.making import ACCOUNT, a_window, an_order

TRY = "import sys; from pathlib import Path; from orders_pipeline.warehouse.writer import writer\n"
TRY += "with writer(Path(sys.argv[1])): pass"


def test_a_second_process_is_kept_out_and_told_by_whom(warehouse):
    assert warehouse.writer
    refused = subprocess.run([sys.executable, "-c", TRY, warehouse.directory], capture_output=True, text=True)
    assert f"WarehouseBusy: process {os.getpid()} is writing" in refused.stderr
    assert "open the published snapshot" in refused.stderr


def test_a_second_writer_of_the_same_process_is_kept_out_too(warehouse):
    assert warehouse.writer
    with pytest.raises(WarehouseBusy), writer(warehouse.directory):
        pass


def test_who_opened_the_file_itself_is_a_busy_warehouse(warehouse):
    hold = "import duckdb, sys; c = duckdb.connect(sys.argv[1], read_only=True); print('open', flush=True); input()"
    file = warehouse.directory / DATABASE
    with subprocess.Popen(
        [sys.executable, "-c", hold, file], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as holder:
        assert holder.stdout.readline()
        with pytest.raises(WarehouseBusy, match=r"opened orders\.duckdb itself"), writer(warehouse.directory):
            pass
        holder.communicate("\n")
    with writer(warehouse.directory):
        pass


def test_a_file_of_another_version_is_refused_with_what_to_do(warehouse):
    warehouse.writer.connection.execute("UPDATE internal.warehouse_meta SET schema_version = 'of old'")
    warehouse.close()
    with pytest.raises(SchemaDiffers, match="everything is rebuilt from landing"), writer(warehouse.directory):
        pass


def test_tables_are_what_the_spec_says(warehouse):
    columns = warehouse.rows(
        "SELECT table_name, column_name, data_type, is_nullable, comment FROM duckdb_columns() "
        "WHERE schema_name = 'main' AND table_name IN (SELECT table_name FROM duckdb_tables()) ORDER BY column_index"
    )
    for table in TABLES:
        made = [row for row in columns if row["table_name"] == table.name]
        assert [(row["column_name"], row["data_type"], row["is_nullable"]) for row in made] == [
            (column.name, SQL[column.kind], column.is_nullable) for column in table.columns
        ]
        for row, column in zip(made, BY_NAME[table.name].columns, strict=True):
            assert row["comment"].startswith(column.meaning)
            assert row["comment"].endswith(("[money]", "[key, money]")) == (column.kind is Kind.MONEY)
            assert row["comment"].endswith("[personal data]") == column.is_personal


def test_every_column_of_a_view_is_described(warehouse):
    for view in views():
        rows = warehouse.rows(f"SELECT column_name, comment FROM duckdb_columns() WHERE table_name = '{view.name}'")
        assert {row["column_name"]: row["comment"] for row in rows} == view.columns
        assert "?" in view.meaning and "Grain:" in view.meaning


def test_the_file_has_no_primary_keys_and_the_old_format(warehouse):
    assert warehouse.rows("SELECT 1 FROM duckdb_constraints() WHERE constraint_type IN ('PRIMARY KEY', 'UNIQUE')") == []
    (version,) = warehouse.rows("SELECT tags FROM duckdb_databases() WHERE database_name = 'orders'")
    assert "v1.2.0" in str(version["tags"])


def test_a_window_is_known_as_loaded_once_it_is_there_whole(warehouse):
    assert loaded_windows(warehouse.writer.connection) == set()
    warehouse.load(a_window([an_order("1")]))
    assert loaded_windows(warehouse.writer.connection) == {("us-main", "live/20260301T000000Z_20260301T001500Z")}


def test_an_account_is_written_once_and_anew_when_it_changes(warehouse):
    assert upsert_accounts(warehouse.writer, [ACCOUNT]) == 0
    assert upsert_accounts(warehouse.writer, [replace(ACCOUNT, time_zone="Europe/Oslo")]) == 1
    assert [row["time_zone"] for row in warehouse.table("accounts")] == ["Europe/Oslo"]


def test_a_float_is_nowhere(warehouse):
    """Neither in tables nor in views."""
    floats = warehouse.rows(
        "SELECT table_name, column_name FROM duckdb_columns() WHERE NOT internal AND data_type IN ('DOUBLE', 'FLOAT')"
    )
    assert floats == []
    assert duckdb.__version__.startswith("2.0"), "the format and the reserved words are those of 2.0"
