"""Secrets stand nowhere, and what is a buyer's only in the three tables for it, in the landing and on the wire.

The whole demo runs with canaries in it, hubs that fail and orders that are refused among it; then every byte that it
left is searched, also unpacked and in every form in which a value may have been escaped.
"""

import sqlite3
import zlib

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from orders_pipeline.model.tables import PERSONAL
from orders_pipeline_tests.story.escaped import ESCAPES, VALUES, found_in
from orders_pipeline_tests.story.planted import BUYER, BUYERS_MARK, MARK, SECRETS
from orders_pipeline_tests.story.sinks import hits, leaks, sinks_of

FAILED = (
    "apply",
    "cut",
    "spoilt us-main",
    "spoilt cu",
    "refused",
    "refused in Dagster",
    "not planned",
    "gone",
    "inbox",
)


def test_there_are_twelve_secrets_and_twelve_values_of_a_buyer():
    assert (len(SECRETS), len(BUYER)) == (12, 12)
    assert len(set(VALUES.values())) == 24


def test_no_canary_leaves_its_place(whole):
    assert [name for name in FAILED if not whole.codes[name]] == [], "what was to fail has failed"
    assert leaks(sinks_of(whole.folder)) == []


def test_every_value_of_the_buyer_came_as_far_as_the_tables_for_it(whole):
    tables = {name: repr([tuple(row.values()) for row in whole.query(f"FROM {name}")]) for name in PERSONAL}
    carried = {name for name, value in BUYER.items() for text in tables.values() if repr(value)[1:-1] in text}
    carried |= {name for name, value in BUYER.items() for text in tables.values() if value in text}
    assert carried == set(BUYER)


def test_all_kinds_of_sinks_were_there_to_be_searched(whole):
    places = "\n".join(sink.place for sink in sinks_of(whole.folder))
    for part in (
        *("history/runs.db: runs", "history/runs/", ": event_logs", "compute_logs", "journal.sqlite: events"),
        *(": main.action_events", ": main.rejects", "parquet/actions", ".report.txt", "told/doctor.out"),
        *("told/cut.err", "accounts.toml"),
    ):
        assert part in places, part


def a_text(folder, content):
    (folder / "log.txt").write_bytes(b"before " + content + b" after")


def a_row_of_sqlite(folder, content):
    with sqlite3.connect(folder / "runs.db") as connection:
        connection.execute("CREATE TABLE runs (body TEXT)")
        connection.execute("INSERT INTO runs VALUES (?)", [content.decode()])


def a_packed_field(folder, content):
    with sqlite3.connect(folder / "runs.db") as connection:
        connection.execute("CREATE TABLE snapshots (body BLOB)")
        connection.execute("INSERT INTO snapshots VALUES (?)", [zlib.compress(b"x" * 99 + content)])


def a_table(folder, content):
    with duckdb.connect(str(folder / "orders.duckdb")) as connection:
        connection.execute("CREATE TABLE actions (what VARCHAR)")
        connection.execute("INSERT INTO actions VALUES (?)", [content.decode()])


def a_partition(folder, content):
    place = folder / "parquet" / "actions" / "month=2026-09"
    place.mkdir(parents=True)
    pq.write_table(pa.table({"what": [content.decode()]}), place / "part-0.parquet", compression="zstd")


def a_landed_body(folder, content):
    (folder / "landing").mkdir()
    (folder / "landing" / "ab.zst").write_bytes(pa.compress(b"y" * 99 + content, codec="zstd", asbytes=True))


@pytest.mark.parametrize("form", ESCAPES)
@pytest.mark.parametrize("put", [a_text, a_row_of_sqlite, a_packed_field, a_table, a_partition, a_landed_body])
def test_a_secret_that_is_put_somewhere_is_found(tmp_path, put, form):
    put(tmp_path, ESCAPES[form](SECRETS["its shared secret"]).encode())
    assert "its shared secret" in {hit.value for hit in leaks(sinks_of(tmp_path))}


@pytest.mark.parametrize("name", VALUES)
def test_every_canary_is_found_in_every_form(name):
    told = {form: b"{" + made(VALUES[name]).encode() + b"}" for form, made in ESCAPES.items()}
    assert [form for form, content in told.items() if name not in found_in(content)] == []


def test_a_part_of_a_canary_is_found_too():
    assert found_in(f"… {MARK}shar".encode()) == {"a part of a secret": "in part"}
    assert found_in(f"cut off: {BUYERS_MARK} 1 Ñ".encode()) == {"a part of a buyer": "in part"}
    assert found_in(b"nothing of the kind") == {}


@pytest.mark.parametrize("put", [a_text, a_table, a_partition])
def test_a_buyer_is_found_where_none_may_be_and_allowed_where_one_may(tmp_path, put):
    put(tmp_path, BUYER["email"].encode())
    assert {hit.value for hit in leaks(sinks_of(tmp_path))} == {"email"}


def test_a_buyer_may_stand_in_the_landing_and_in_the_tables_for_people(tmp_path):
    a_landed_body(tmp_path, BUYER["city"].encode())
    with duckdb.connect(str(tmp_path / "orders.duckdb")) as connection:
        connection.execute("CREATE TABLE order_contacts (city VARCHAR)")
        connection.execute("INSERT INTO order_contacts VALUES (?)", [BUYER["city"]])
    found = list(sinks_of(tmp_path))
    assert leaks(found) == []
    assert {hit.value for sink in found for hit in hits(sink)} == {"city"}
