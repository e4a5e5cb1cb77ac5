"""One account's trouble stops no other; what accounts.toml says anew is not believed of what was read before."""

from datetime import UTC, datetime, timedelta

import pytest

from orders_pipeline.channels.errors import Incomplete
from orders_pipeline.flows.load import WindowsDamaged
from orders_pipeline.landing.account import AccountLanding, OtherSource
from orders_pipeline.sandbox.world import World
from orders_pipeline_tests.pipeline import a_pipeline, assert_equal_tables


def test_a_damaged_body_stops_no_other_account_and_heals_when_its_manifest_is_removed(tmp_path):
    with a_pipeline(tmp_path, World(seed=2, orders=60), page_size=100) as pipeline:
        pipeline.read("us")
        pipeline.read("eu")
        eu = AccountLanding(pipeline.home.landing, "eu")
        for body in eu.folder.rglob("*.zst"):
            body.write_bytes(b"")
        with pytest.raises(WindowsDamaged, match=r"account eu, window .* remove "):
            pipeline.load()
        pipeline.publish()
        assert {row["account"] for row in pipeline.table("orders")} == {"us"}
        for manifest in (eu.folder / "live").glob("*.json"):
            manifest.unlink()
        pipeline.run()
        assert_equal_tables(pipeline.tables(), pipeline.truth())


def test_a_corrected_profile_is_not_taken_as_read(tmp_path):
    with a_pipeline(tmp_path, World(seed=2, orders=60), profiles={"us": 99999999}) as pipeline:
        assert pipeline.read().orders == 0
        settings = pipeline.home.accounts_file
        settings.write_text(settings.read_text().replace("99999999", "12345678"))
        with pytest.raises(OtherSource, match=r"99999999 .* 12345678"):
            pipeline.read()


def test_a_landing_that_reaches_into_the_future_is_said_to(tmp_path):
    with a_pipeline(tmp_path, World(seed=2, orders=30), profiles={"us": 12345678}) as pipeline:
        pipeline.read()
        pipeline.hub.clock.set(pipeline.hub.clock.now - timedelta(days=2))
        with pytest.raises(Incomplete, match="a clock was wrong"):
            pipeline.read()


def test_our_clock_running_ahead_moves_the_cursor_no_further_than_the_hub_s(tmp_path):
    with a_pipeline(tmp_path, World(seed=2, orders=30), profiles={"us": 12345678}) as pipeline:
        report = pipeline.read(now=lambda: datetime.now(UTC) + timedelta(days=400))
        assert report.cursor_after <= pipeline.hub.clock.now
