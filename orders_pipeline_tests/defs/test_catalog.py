"""What the catalog says of everything, without running anything: nobody has to ask what an asset, check or job is."""

import re
import warnings

import pytest

from orders_pipeline.defs.everything import definitions_of
from orders_pipeline.model.tables import PERSONAL, TABLES
from orders_pipeline.settings import Home, parse_settings
from orders_pipeline.settings.load import MINIMAL
from orders_pipeline.warehouse.statements import views

MARKUP = re.compile(r"[*`<>]")


@pytest.fixture(scope="module")
def told(tmp_path_factory):
    with warnings.catch_warnings():
        warnings.simplefilter("error")  # nothing that Dagster is about to take away or may still change
        definitions = definitions_of(Home.at(tmp_path_factory.mktemp("home")), parse_settings(MINIMAL))
        return definitions.get_repository_def()


@pytest.fixture(scope="module")
def assets(told):
    return {node.key.to_user_string(): node for node in told.asset_graph.asset_nodes}


def test_every_asset_says_what_it_is_whose_it_is_and_of_which_kind(assets):
    for name, node in assets.items():
        assert node.description, name
        assert node.owners, name
        assert node.kinds, name
        assert node.group_name != "default", name


def test_every_asset_must_be_fresh_but_the_days_of_the_past(assets):
    timeless = {name for name, node in assets.items() if node.freshness_policy is None}
    assert timeless == {"landing/us_main/us_main_backfill"}


def test_the_first_paragraph_of_a_description_is_plain_since_the_catalog_shows_it_as_it_is(assets):
    assert [name for name, node in assets.items() if MARKUP.search(node.description.partition("\n\n")[0])] == []


def test_only_tables_with_personal_data_are_tagged_and_grouped_so_and_say_why_no_row_is_shown(assets):
    for table in TABLES:
        node = assets[f"warehouse/{table.name}"]
        is_personal = table.name in PERSONAL
        assert ("personal" in node.tags) == is_personal
        assert (node.group_name == "personal_data") == is_personal
        assert ("no row is shown" in node.description) == is_personal


def test_the_graph_ends_in_the_views_that_analysts_ask(assets):
    wanted = {f"views/{view.name}" for view in views()}
    assert wanted == {child.to_user_string() for child in assets["published"].child_keys}
    for view in views():
        assert view.query in assets[f"views/{view.name}"].metadata["query"].value


def test_every_check_job_schedule_and_sensor_says_what_it_does(told):
    graph = told.asset_graph
    said = {key.to_user_string(): graph.get_check_spec(key).description for key in graph.asset_check_keys}
    jobs = [job for job in told.get_all_jobs() if not job.name.startswith("__")]
    said |= {one.name: one.description for one in (*jobs, *told.schedule_defs, *told.sensor_defs)}
    assert len(said) > 20
    assert [name for name, description in said.items() if not description] == []


def test_the_runs_of_an_account_can_be_listed_by_its_tag(told):
    tagged = {one.name: one.tags.get("account") for one in told.get_all_jobs() if one.name.endswith("us_main")}
    assert tagged == dict.fromkeys(("read_us_main", "prove_us_main", "backfill_us_main"), "us-main")
