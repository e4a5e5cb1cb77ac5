"""The conversation with the hub: what is certified is complete, whatever the hub and the wire do meanwhile."""

import msgspec
import pytest

from orders_pipeline.channels.errors import Retriable, Unauthorized
from orders_pipeline.flows.incoming import incoming_windows
from orders_pipeline.flows.read import ReadFailed
from orders_pipeline.landing.account import AccountLanding, Busy
from orders_pipeline.landing.manifest import Purpose
from orders_pipeline.sandbox.channeladvisor import truth
from orders_pipeline.sandbox.faults import Fault
from orders_pipeline.sandbox.world import World
from orders_pipeline_tests.pipeline import a_pipeline

PROFILE = {"us": 12345678}


def documents(pipeline):
    """The newest version of every order in the landing."""
    newest = {}
    for window in incoming_windows(pipeline.home, ["us"], set(), []):
        for page in window.pages(0):
            for sighting in page.sightings:
                document = sighting.document
                held = newest.get(document.order.order_id)
                if held is None or (document.order.updated_at or page.record.requested_at) >= held.order.updated_at:
                    newest[document.order.order_id] = document
    return newest


def wanted(pipeline):
    return truth.documents(pipeline.hub.world, PROFILE["us"], pipeline.hub.clock.now, "us")


def certificates(pipeline):
    landing = AccountLanding(pipeline.home.landing, "us")
    return [msgspec.json.decode(manifest.certificate) for manifest in landing.manifests(Purpose.LIVE)]


@pytest.mark.parametrize("page_size", [20, "vary"])
def test_every_order_arrives_whatever_the_page_size(tmp_path, page_size):
    with a_pipeline(tmp_path, World(seed=3, orders=300), profiles=PROFILE, page_size=page_size) as pipeline:
        pipeline.read()
        assert documents(pipeline) == wanted(pipeline)
        assert {certificate["method"] for certificate in certificates(pipeline)} == {"keyset"}


def test_a_hub_that_does_not_sort_is_read_twice_along_its_links(tmp_path):
    with a_pipeline(tmp_path, World(seed=5, orders=150), profiles=PROFILE, sorts=False) as pipeline:
        pipeline.read()
        assert documents(pipeline) == wanted(pipeline)
        several = [one for one in certificates(pipeline) if one["pages"] > 1]
        assert {one["method"] for one in several} == {"links"}, "a single page needs no second one to be compared with"


def test_an_answer_that_stalls_is_asked_for_again(tmp_path):
    stall = Fault("timeout", nth=(4,), times=1, options={"seconds": 0.9})
    with a_pipeline(tmp_path, World(seed=4, orders=60), profiles=PROFILE, faults=[stall]) as pipeline:
        pipeline.read()
        assert documents(pipeline) == wanted(pipeline)


@pytest.mark.parametrize("variable", ["CA_APP_ID", "CA_SECRET", "CA_REFRESH"])
def test_wrong_credentials_are_said_and_move_nothing(tmp_path, variable, monkeypatch):
    with a_pipeline(tmp_path, World(seed=4, orders=40), profiles=PROFILE) as pipeline:
        wrong = {**pipeline.environ, variable: "ZANZIBAR-0815"}
        monkeypatch.setattr(type(pipeline), "environ", wrong)
        with pytest.raises(Unauthorized) as refusal:
            pipeline.read()
        assert "ZANZIBAR" not in str(refusal.value)
        assert AccountLanding(pipeline.home.landing, "us").covered(Purpose.LIVE) == []


def test_an_unreachable_hub_is_said_and_moves_nothing(tmp_path):
    with a_pipeline(tmp_path, World(seed=4, orders=40), profiles=PROFILE) as pipeline:
        pass
    with pytest.raises(Retriable):
        pipeline.read()
    assert AccountLanding(pipeline.home.landing, "us").covered(Purpose.LIVE) == []


def test_a_next_link_to_another_host_is_not_followed_and_the_next_run_heals(tmp_path):
    elsewhere = Fault("foreign_next_link", nth=(1,), times=1)
    with a_pipeline(tmp_path, World(seed=4, orders=150), profiles=PROFILE, faults=[elsewhere]) as pipeline:
        with pytest.raises(ReadFailed, match="host"):
            pipeline.read()
        pipeline.read()
        assert documents(pipeline) == wanted(pipeline)


def test_no_secret_stands_anywhere_in_the_landing(tmp_path):
    with a_pipeline(tmp_path, World(seed=4, orders=60), profiles=PROFILE) as pipeline:
        pipeline.read()
        secrets = [value.encode() for value in pipeline.environ.values()] + [b"access_token"]
        for path in (file for file in tmp_path.rglob("*") if file.is_file() and file.suffix != ".zst"):
            assert not [secret for secret in secrets if secret in path.read_bytes()], path


def test_two_readers_of_one_account_keep_out_of_each_other_s_way(tmp_path):
    with a_pipeline(tmp_path, World(seed=4, orders=40), profiles=PROFILE) as pipeline:
        with AccountLanding(pipeline.home.landing, "us").reading(), pytest.raises(Busy):
            pipeline.read()
        assert pipeline.read().orders > 0


def test_a_second_read_at_the_same_time_asks_for_nothing(tmp_path):
    with a_pipeline(tmp_path, World(seed=4, orders=40), profiles=PROFILE) as pipeline:
        first, second = pipeline.read(), pipeline.read()
        assert second.read == ()
        assert second.cursor_before == first.cursor_after


def test_the_account_s_own_profile_is_read_and_no_other_of_the_token(tmp_path):
    with a_pipeline(tmp_path, World(seed=4, orders=80), profiles=PROFILE) as pipeline:
        pipeline.read()
        assert {document.order.hub_account_id for document in documents(pipeline).values()} == {"12345678"}


def test_orders_without_an_update_time_are_read_by_the_dates_of_their_states(tmp_path):
    with a_pipeline(
        tmp_path, World(seed=6, orders=150), profiles=PROFILE, keys='changed_by = "status_dates"'
    ) as pipeline:
        pipeline.read()
        assert set(documents(pipeline)) == set(wanted(pipeline))
