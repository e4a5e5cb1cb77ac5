"""The places of a run's files."""

from pathlib import Path

import pytest

from orders_pipeline.settings import BadSettings, Home

PLACES = {
    "accounts_file": "accounts.toml",
    "landing": "landing",
    "warehouse": "warehouse",
    "snapshots": "snapshots",
    "published": "published",
    "journal": "journal",
    "inbox": "inbox",
    "dagster": "dagster",
    "sandbox": "sandbox",
    "budgets": "budgets",
    "told_file": "told.json",
}


@pytest.mark.parametrize(("name", "place"), PLACES.items())
def test_every_place_has_its_name_below_home(tmp_path, name, place):
    assert getattr(Home.at(tmp_path), name) == tmp_path / place


@pytest.mark.parametrize(
    ("environ", "root"),
    [
        ({"ORDERS_PIPELINE_HOME": "/srv/orders"}, Path("/srv/orders")),
        ({"ORDERS_PIPELINE_HOME": ""}, Path.cwd() / "data"),
        ({}, Path.cwd() / "data"),
    ],
)
def test_home_is_where_the_environment_says_or_data(environ, root):
    assert Home.from_environment(environ).root == root


def test_naming_places_makes_nothing_and_make_makes_directories_only(tmp_path):
    home = Home.at(tmp_path / "new")
    assert not home.root.exists()
    home.make().make()
    made = {path.name for path in home.root.iterdir()}
    assert made == set(PLACES.values()) - {"accounts.toml", "published", "told.json"}


def test_a_home_that_cannot_be_made_is_a_setting_to_correct(tmp_path):
    (tmp_path / "file").touch()
    with pytest.raises(BadSettings, match="ORDERS_PIPELINE_HOME"):
        Home.at(tmp_path / "file").make()
