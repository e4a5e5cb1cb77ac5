"""Proofs of completeness that the landing holds, written to their table: each once, none ever changed or removed."""

from collections.abc import Iterable
from datetime import datetime

from msgspec.structs import astuple

from orders_pipeline.model.records.proofs import Proof
from orders_pipeline.warehouse.changes import mark_changed, month_of
from orders_pipeline.warehouse.handing import insert
from orders_pipeline.warehouse.statements import text
from orders_pipeline.warehouse.writer import Writer


def held_proofs(writer: Writer) -> set[tuple[str, datetime]]:
    """(account, proved_at) of the runs whose proofs are here."""
    rows = writer.connection.execute(text("sql/held_proofs")).fetchall()
    return {(account, proved_at) for account, proved_at in rows}


def insert_proofs(writer: Writer, proofs: Iterable[Proof]) -> int:
    """Proofs of runs that are not here yet, in one transaction; how many there were."""
    rows = list(proofs)
    if not rows:
        return 0
    connection = writer.connection
    connection.begin()
    try:
        insert(connection, "proofs", [astuple(proof) for proof in rows])
        mark_changed(connection, {("proofs", month_of(proof.proved_at)) for proof in rows})
        connection.commit()
    except BaseException:
        connection.rollback()
        raise
    return len(rows)
