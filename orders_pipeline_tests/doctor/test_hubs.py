"""`doctor --ask-hubs`: the one part that goes over the network, and only when it is wanted."""

from datetime import UTC, datetime, timedelta

import pytest

from orders_pipeline.sandbox.server import running
from orders_pipeline.sandbox.world import World


@pytest.fixture
def hub(home):
    """A sandbox where accounts.toml says that the hub is."""
    port = int(home.accounts_file.read_text().partition("127.0.0.1:")[2].partition('"')[0])
    with running(World(7, 3), port=port, now=datetime.now(UTC)) as there:
        yield there


def test_a_hub_that_answers_is_said_so(hub, doctor):
    seen = doctor("--ask-hubs", "--json")
    assert (seen.code, seen.found) == (0, [])
    assert seen.told["well"]["us"].endswith("its hub answers, 0 orders changed within a day")


def test_a_hub_that_refuses_the_token_is_told_with_the_variables_to_correct(hub, doctor, monkeypatch):
    monkeypatch.setenv("CA_REFRESH", "revoked-0123456789")
    (found,) = doctor("--ask-hubs", "--json").found
    assert (found["code"], found["area"]) == ("hub_refuses", "us")
    assert "CA_REFRESH" in found["next"]
    assert "revoked" not in found["sentence"]


def test_a_clock_that_differs_from_the_hubs_is_told(hub, doctor):
    hub.clock.advance(timedelta(minutes=10))
    (found,) = doctor("--ask-hubs", "--json").found
    assert (found["code"], found["next"].split(";")[0]) == ("clocks_differ", "timedatectl")


def test_no_hub_is_asked_unless_it_is_wanted(hub, doctor):
    assert doctor("--json").code == 0
    assert hub.requests == []
