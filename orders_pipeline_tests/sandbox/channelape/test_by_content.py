"""Comparing rows whose keys a reader made up."""

from orders_pipeline.model.tables import CANONICAL
from orders_pipeline_tests.sandbox.channelape.by_content import by_content


def tables_of(documents, rename=str):
    """The canonical tables of these documents, with made-up keys written otherwise."""
    held = {table.name: [] for table in CANONICAL}
    for document in documents:
        for table in CANONICAL:
            records = [document.order] if table.name == "orders" else getattr(document, table.name)
            held[table.name] += [
                {name: getattr(record, name) for name in record.__struct_fields__} for record in records
            ]
    for rows in held.values():
        for row in rows:
            for column in ("fulfillment_id", "refund_id", "about_id", "owner_id"):
                value = row.get(column)
                if value and value[-2] == "-" and len(value) == 18:
                    row[column] = rename(value)
    return held


def test_another_hash_is_no_difference_and_another_amount_is_one(every):
    documents = [document for _, document in every][:300]
    ours, theirs = tables_of(documents), tables_of(documents, lambda key: f"sha1:{key[::-1]}")
    assert ours != theirs
    assert by_content(ours, {"cape"}) == by_content(theirs, {"cape"})
    changed = next(row for row in theirs["refunds"] if row["refund_id"].startswith("sha1:"))
    changed["marketplace_refund_id"] = "another"
    assert by_content(ours, {"cape"}) != by_content(theirs, {"cape"})


def test_rows_of_other_accounts_keep_their_keys(every):
    ours = tables_of([document for _, document in every][:50])
    assert by_content(ours, set()) == {name: sorted(rows, key=repr) for name, rows in ours.items()}
