"""Each law of sending is needed: its story ends well with it, and in a lie or a second sending without it alone."""

import pytest

from orders_pipeline_tests.actions.laws import LAWS


@pytest.mark.parametrize("law", LAWS)
def test_with_all_laws_the_story_ends_well(law, tmp_path):
    LAWS[law].story(tmp_path)


@pytest.mark.parametrize("law", LAWS)
def test_a_law_taken_away_alone_is_missed(law, tmp_path, monkeypatch):
    LAWS[law].taken(monkeypatch)
    with pytest.raises(AssertionError, match=LAWS[law].lie):
        LAWS[law].story(tmp_path)
