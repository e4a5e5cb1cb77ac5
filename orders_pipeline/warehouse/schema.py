"""The tables of the warehouse file, made from the one table spec: DDL, comments, views, and the version of all that.

No migrations: a file of another version is refused, because landing can rebuild it. What only the load needs stands in
the schema `internal`, which is not published.
"""

import hashlib
import uuid
from functools import cache
from pathlib import Path

import duckdb

from orders_pipeline.model.columns import Column, Kind
from orders_pipeline.model.status import MONEY_OF_REFUND, RefundMoney
from orders_pipeline.model.tables import TABLES, Table
from orders_pipeline.warehouse.changes import WHOLE, mark_changed
from orders_pipeline.warehouse.columns import SQL
from orders_pipeline.warehouse.connect import one_row
from orders_pipeline.warehouse.errors import SchemaDiffers
from orders_pipeline.warehouse.statements import in_order, statement, text, views
from orders_pipeline.warehouse.versions import standing_documents, standing_documents_of


def ddl(table: Table) -> str:
    """CREATE TABLE; no PRIMARY KEY, because delete and insert of one key in one transaction trips over it."""
    columns = ",\n".join(
        f"    {column.name} {SQL[column.kind]}{'' if column.is_nullable else ' NOT NULL'}" for column in table.columns
    )
    return f"CREATE TABLE {table.name} (\n{columns}\n)"


@cache
def schema_version() -> str:
    """Follows from the tables' columns, types and keys; meanings may change without a rebuild."""
    spec = "\n".join(f"{ddl(table)} KEY {table.key}" for table in TABLES) + text("sql/internal_tables")
    return hashlib.sha256(spec.encode()).hexdigest()[:12]


def comment_of(column: Column) -> str:
    tags = [
        tag
        for tag, holds in (
            ("key", column.is_key),
            ("money", column.kind is Kind.MONEY),
            ("personal data", column.is_personal),
        )
        if holds
    ]
    parts = (column.meaning, f"From: {column.source}" if column.source else "", f"[{', '.join(tags)}]" if tags else "")
    return ". ".join(part for part in parts if part)


def ensure_schema(connection: duckdb.DuckDBPyConnection, file: Path) -> None:
    """Tables, comments and views as this program knows them. Raises SchemaDiffers: the file is of another version."""
    expected = schema_version()
    stored = stored_version(connection)
    if stored is not None and stored != expected:
        raise SchemaDiffers(file, stored, expected)
    connection.begin()
    if stored is None:
        connection.execute(";\n".join(map(ddl, TABLES)))
        connection.execute(text("sql/internal_tables"))
        connection.execute(statement("insert_meta"), [expected, uuid.uuid4().hex])
    fingerprint = hashlib.sha256("\n".join(describing := _describing()).encode()).hexdigest()
    if _is_described(connection, fingerprint):
        connection.rollback()
        return
    connection.execute(";\n".join(describing))
    connection.execute("UPDATE internal.warehouse_meta SET described_by = ?", [fingerprint])
    mark_changed(connection, [("views", WHOLE)])
    connection.commit()


@cache
def _describing() -> list[str]:
    """Comments, macros and views: whatever can be said anew without touching a row."""
    said = []
    for table in TABLES:
        said.append(_comment("TABLE", table.name, table.grain + (" [personal data]" if table.is_personal else "")))
        said += [_comment("COLUMN", f"{table.name}.{column.name}", comment_of(column)) for column in table.columns]
    said.append(standing_documents_of())
    for view in in_order(views()):
        query = view.query.replace("{standing_documents}", standing_documents()).replace("{money}", _money())
        said.append(f"CREATE OR REPLACE VIEW {view.name} AS\n{query}")
        said.append(_comment("VIEW", view.name, view.meaning))
        said += [_comment("COLUMN", f"{view.name}.{column}", meaning) for column, meaning in view.columns.items()]
    return said


def _money() -> str:
    """`money` of a refund by its `status`, as the table of the model says it."""
    states = " ".join(f"WHEN '{status}' THEN '{money}'" for status, money in MONEY_OF_REFUND.items())
    return f"CASE refunds.status {states} ELSE '{RefundMoney.UNKNOWN}' END"


def _comment(what: str, name: str, meaning: str) -> str:
    return f"COMMENT ON {what} {name} IS '{meaning.replace(chr(39), chr(39) * 2)}'"


def stored_version(connection: duckdb.DuckDBPyConnection) -> str | None:
    """The version of the tables that a file holds; None where it was not set up yet."""
    found = one_row(connection, text("sql/has_meta"))
    if not found or not found[0]:
        return None
    row = one_row(connection, "SELECT schema_version FROM internal.warehouse_meta")
    return str(row[0]) if row else None


def _is_described(connection: duckdb.DuckDBPyConnection, fingerprint: str) -> bool:
    row = one_row(connection, "SELECT described_by FROM internal.warehouse_meta")
    return row is not None and row[0] == fingerprint
