"""Checks that can fail, failing: a damaged window, a broken rule of the tables."""

import dagster as dg

from orders_pipeline.defs.in_process import run
from orders_pipeline.defs.names import table_key
from orders_pipeline.defs.structure import structure_broken
from orders_pipeline.landing.account import AccountLanding
from orders_pipeline.warehouse.errors import StructureBroken


def test_a_damaged_window_fails_its_check_and_everything_else_is_published(definitions, instance, pipeline):
    for job in ("read_us", "read_eu"):
        assert run(definitions, job, instance, lambda line: None).succeeded
    for body in AccountLanding(pipeline.home.landing, "eu").folder.rglob("*.zst"):
        body.write_bytes(b"")
    ran = run(definitions, "load_and_publish", instance, lambda line: None)
    assert ran.succeeded
    assert {row["account"] for row in pipeline.table("orders")} == {"us"}
    key = dg.AssetCheckKey(table_key("orders"), "windows_intact")
    record = instance.event_log_storage.get_latest_asset_check_execution_by_key([key])[key]
    told = record.event.dagster_event.asset_check_evaluation_data
    assert not told.passed
    assert "account eu" in told.description


def test_a_broken_rule_is_a_failed_check_that_names_it():
    told = structure_broken(StructureBroken("order_items", "has_parent", 2, (("us", "7"),)))
    assert (told.passed, told.asset_key, told.metadata["rule"].value) == (False, table_key("order_items"), "has_parent")
