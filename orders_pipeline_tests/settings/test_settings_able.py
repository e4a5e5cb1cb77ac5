"""What a person knows better than our tables: capabilities by marketplace, pairs of carrier and class."""

import pickle

import pytest

from orders_pipeline.actions.policy.capability import capability_of
from orders_pipeline.model.marketplaces import Marketplace
from orders_pipeline.settings import parse_settings


def test_what_is_said_is_kept_and_can_be_a_key(section):
    text = section(
        capabilities='{ amazon = { restock = true, cancel_line = false }, "*" = { acknowledge = false } }',
        carriers='["UPS/GROUND", "FEDEX/2DAY"]',
    )
    (account,) = parse_settings(text).accounts
    assert account.capabilities == (
        ("*", (("acknowledge", False),)),
        ("amazon", (("cancel_line", False), ("restock", True))),
    )
    assert account.carriers == ("UPS/GROUND", "FEDEX/2DAY")
    assert pickle.loads(pickle.dumps(account)) == account
    assert hash(account)


def test_of_a_marketplace_goes_before_of_every_one_and_both_before_what_the_hub_says():
    said = {"*": {"restock": False, "cancel_line": False}, "amazon": {"restock": True}}
    found = capability_of("channeladvisor", Marketplace.AMAZON, said, {"cancel_line": True})
    assert (found.restock, found.cancel_line) == (True, False)


@pytest.mark.parametrize(
    ("changes", "where", "said"),
    [
        ({"capabilities": "5"}, "accounts.us-main.capabilities", "not a table"),
        ({"capabilities": "{ amazn = { restock = true } }"}, "accounts.us-main.capabilities.amazn", "'amazon'"),
        ({"capabilities": "{ amazon = true }"}, "accounts.us-main.capabilities.amazon", "not a table"),
        (
            {"capabilities": "{ amazon = { restok = true } }"},
            "accounts.us-main.capabilities.amazon.restok",
            "'restock'",
        ),
        ({"capabilities": "{ amazon = { restock = 1 } }"}, "accounts.us-main.capabilities.amazon.restock", "true or"),
        ({"carriers": '"UPS/GROUND"'}, "accounts.us-main.carriers", "not a list"),
        ({"carriers": '["UPS"]'}, "accounts.us-main.carriers[0]", "pair of carrier"),
        ({"carriers": '["UPS/GROUND", "UPS/GROUND"]'}, "accounts.us-main.carriers[1]", "twice"),
    ],
)
def test_a_mistake_is_told_in_its_place(section, mistakes, changes, where, said):
    (mistake,) = mistakes(section(**changes))
    assert mistake.where == where
    assert said in f"{mistake.what} {mistake.remedy}"


def test_a_hub_whose_carriers_are_plain_text_has_no_list_of_them(section, mistakes):
    (mistake,) = mistakes(section("channelape", carriers='["UPS/GROUND"]'))
    assert mistake.where == "accounts.us-main.carriers"
