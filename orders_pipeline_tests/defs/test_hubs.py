"""Accounts of all four dialects in the catalog, and one that stands for many subscriptions: what people read there."""

import dagster as dg
import pytest

from orders_pipeline.cli.credentials import SECRETS
from orders_pipeline.defs.everything import definitions_of
from orders_pipeline.defs.in_process import run
from orders_pipeline.defs.names import landing_key
from orders_pipeline.flows.demo import sandbox_accounts
from orders_pipeline.sandbox.channelunity.subscriptions import SUBSCRIPTIONS
from orders_pipeline.sandbox.server import running
from orders_pipeline.sandbox.world import World
from orders_pipeline.settings import Home, parse_settings

HUBS = {
    "us_main": ("channeladvisor", "ChannelAdvisor (REST)"),
    "eu_main": ("channeladvisor", "ChannelAdvisor (REST)"),
    "us_soap": ("channeladvisor_soap", "ChannelAdvisor (SOAP)"),
    "cu": ("channelunity", "ChannelUnity"),
    "ape": ("channelape", "ChannelApe"),
}
CERTIFIED = dg.AssetCheckKey(landing_key("cu"), "every_window_certified")


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    return Home.at(tmp_path_factory.mktemp("home")).make()


@pytest.fixture(scope="module")
def definitions(home):
    with running(World(orders=60)) as hub, pytest.MonkeyPatch.context() as patch:
        for variable, value in SECRETS.items():
            patch.setenv(variable, value)
        yield definitions_of(home, parse_settings(sandbox_accounts(hub.url)))


@pytest.fixture(scope="module")
def read_twice(definitions):
    """The account of ChannelUnity: what its landing told, and what its check said, each time."""
    with dg.DagsterInstance.ephemeral() as instance:
        told = []
        for _ in range(2):
            landed = run(definitions, "read_cu", instance, lambda line: None).materialized["landing/cu"]
            record = instance.event_log_storage.get_latest_asset_check_execution_by_key([CERTIFIED])[CERTIFIED]
            told.append((landed, record.event.dagster_event.asset_check_evaluation_data))
        return told


def test_each_landing_says_of_which_hub_it_is(definitions):
    graph = definitions.get_repository_def().asset_graph
    for name, (channel, hub) in HUBS.items():
        node = graph.get(dg.AssetKey(["landing", name]))
        assert node.kinds == {channel, "file"}
        assert node.description.startswith(f"Every answer of {hub} for account {name.replace('_', '-')} since ")
        assert (node.group_name, node.owners) == ("landing", ["team:operations"])


def test_a_landing_says_that_others_show_its_orders_too_and_that_it_stands_for_many(definitions):
    graph = definitions.get_repository_def().asset_graph
    first = {name: graph.get(dg.AssetKey(["landing", name])).description.partition("\n")[0] for name in HUBS}
    assert [name for name in HUBS if "counted once" in first[name]] == ["us_soap"]
    assert [name for name in HUBS if "every subscription" in first[name]] == ["cu"]


def test_a_scope_is_called_as_in_accounts_toml(definitions):
    graph = definitions.get_repository_def().asset_graph
    scopes = {"us_main": "profiles", "us_soap": "account_id", "cu": "subscriptions", "ape": "business_id"}
    for name, key in scopes.items():
        assert graph.get(dg.AssetKey(["landing", name])).metadata[key]


def test_an_account_of_many_subscriptions_is_one_asset_that_tells_the_newest_certificate_of_each(read_twice):
    (first, _), (again, _) = read_twice
    rows = [record.data for record in first["last_certificates"].records]
    assert [row["subscription"].replace("\N{NO-BREAK SPACE}", " ") for row in rows] == [
        f"cu/{one.settings_link_id} {one.channel_name}" for one in SUBSCRIPTIONS
    ]
    assert sum(row["orders"] for row in rows) == first["orders"] > 0
    assert again["last_certificates"].records == first["last_certificates"].records


def test_its_check_says_once_what_holds_for_all_of_them(read_twice):
    (landed, first), (_, again) = read_twice
    windows = f"{len(SUBSCRIPTIONS)} of {len(SUBSCRIPTIONS)} windows of {len(SUBSCRIPTIONS)} subscriptions"
    assert first.description == f"{windows} are certified, with {landed['orders']} orders."
    assert again.description == (
        "Nothing had settled at the hub since the last reading: there was no window to ask for."
    )
    assert first.passed and again.passed
