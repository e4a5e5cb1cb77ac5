"""Checks that can fail, failing over a real hub: an uncertified window, a quarantined order, totals that are off."""

import dagster as dg
import pytest

from orders_pipeline.defs.everything import definitions_of
from orders_pipeline.defs.in_process import run
from orders_pipeline.defs.names import landing_key, table_key
from orders_pipeline.sandbox.faults import Fault
from orders_pipeline.sandbox.world import World
from orders_pipeline_tests.pipeline import US, a_pipeline

CERTIFIED = dg.AssetCheckKey(landing_key("us"), "every_window_certified")
QUARANTINE = dg.AssetCheckKey(table_key("rejects"), "quarantine_is_empty")
TOTALS = dg.AssetCheckKey(table_key("orders"), "totals_add_up")


@pytest.fixture(scope="module")
def troubled(tmp_path_factory):
    """A page that cannot be certified at first, and one order that can never be kept."""
    fault = Fault("foreign_next_link", nth=(1,), times=1)
    there = a_pipeline(tmp_path_factory.mktemp("home"), World(seed=4, orders=150), profiles=US, faults=[fault])
    with there as pipeline, pytest.MonkeyPatch.context() as patch, dg.DagsterInstance.ephemeral() as instance:
        for variable, value in pipeline.environ.items():
            patch.setenv(variable, value)
        spoiled = next(row["order_id"] for row in pipeline.truth()["orders"])
        pipeline.hub.faults.spoil(int(spoiled), "amount_seven_decimals")
        yield pipeline, instance, definitions_of(pipeline.home, pipeline.settings)


def told(instance, key):
    record = instance.event_log_storage.get_latest_asset_check_execution_by_key([key])[key]
    return record.event.dagster_event.asset_check_evaluation_data


def test_a_window_without_a_certificate_fails_its_check_with_what_the_hub_did_until_it_is_read(troubled):
    _, instance, definitions = troubled
    failed = run(definitions, "read_us", instance, print)
    assert not failed.succeeded
    assert failed.materialized == {}, "a reading that is not whole makes no landing fresh"
    check = told(instance, CERTIFIED)
    assert not check.passed
    assert "Nothing is lost" in check.description
    assert "host" in check.description
    assert check.metadata["without_certificate"].value == 1
    assert run(definitions, "read_us", instance, print).succeeded
    assert told(instance, CERTIFIED).passed
    assert "are certified, with" in told(instance, CERTIFIED).description


def test_a_quarantined_order_and_totals_that_do_not_add_up_only_warn_and_say_where_to_look(troubled):
    pipeline, instance, definitions = troubled
    assert run(definitions, "read_us", instance, print).succeeded
    assert run(definitions, "load_and_publish", instance, print).failure is None
    quarantine, totals = told(instance, QUARANTINE), told(instance, TOTALS)
    assert (quarantine.passed, quarantine.severity) == (False, dg.AssetCheckSeverity.WARN)
    assert "us: 1 amount_too_fine" in quarantine.description
    assert "orders-pipeline quarantine list" in quarantine.description
    (doubtful,) = pipeline.query("SELECT count(*) AS orders FROM totals_that_do_not_add_up")
    assert doubtful["orders"] > 0
    assert (totals.passed, totals.severity) == (False, dg.AssetCheckSeverity.WARN)
    assert totals.metadata["orders of us"].value == totals.metadata["orders"].value == doubtful["orders"]
