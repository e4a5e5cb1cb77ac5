"""Between accounts: nothing is read twice by one protocol, links lead somewhere, one profile has one writer."""

import pytest

from orders_pipeline.settings import parse_settings

G, H = "aaaaaaaa-2222-3333-4444-555555555555", "bbbbbbbb-2222-3333-4444-555555555555"

SHARED = [  # dialect, keys of the one, keys of the other, do they share orders?
    ("channeladvisor", {}, {}, True),
    ("channeladvisor", {"profiles": "[1, 2]"}, {"profiles": "[2, 3]"}, True),
    ("channeladvisor", {"profiles": "[1, 2]"}, {"profiles": "[3]"}, False),
    ("channeladvisor", {}, {"base_url": '"HTTPS://api.channeladvisor.com:443/"'}, True),
    ("channeladvisor", {}, {"base_url": '"http://127.0.0.1:8801"'}, False),
    ("channeladvisor_soap", {"account_id": f'"{G}"'}, {"account_id": f'"{G.upper()}"'}, True),
    ("channeladvisor_soap", {"account_id": f'"{G}"'}, {"account_id": f'"{H}"'}, False),
    ("channelunity", {}, {"subscriptions": "[5]"}, True),
    ("channelunity", {"subscriptions": "[4]"}, {"subscriptions": "[5]"}, False),
    ("channelunity", {}, {"merchant_name": '"other"'}, False),
    ("channelape", {}, {"channel_ids": f'["{G}"]'}, True),
    ("channelape", {"channel_ids": f'["{G}", "{H}"]'}, {"channel_ids": f'["{H.upper()}"]'}, True),
    ("channelape", {"channel_ids": f'["{G}"]'}, {"channel_ids": f'["{H}"]'}, False),
]


@pytest.mark.parametrize(("channel", "one", "other", "is_shared"), SHARED)
def test_orders_are_read_by_one_account_only(section, mistakes, channel, one, other, is_shared):
    text = section(channel, "one", **one) + section(channel, "other", **other)
    if not is_shared:
        assert parse_settings(text)
        return
    (mistake,) = mistakes(text)
    assert mistake.where.startswith("accounts.other.")
    assert "the account one reads already" in mistake.what


def rest_and_soap(section, rest, soap):
    return section("channeladvisor", "rest", **rest) + section("channeladvisor_soap", "soap", **soap)


@pytest.mark.parametrize(
    ("rest", "soap"),
    [
        ({}, {"same_orders_as": '"rest"'}),
        ({"same_orders_as": '"soap"'}, {"same_orders_as": '"rest"'}),
        ({"write_back": '"on"'}, {"same_orders_as": '"rest"'}),
        ({"profiles": "[1, 2]", "write_back": '"on"'}, {"same_orders_as": '"rest/2"'}),
        ({"same_orders_as": '""'}, {"same_orders_as": '""'}),
        ({"write_back": '"on"'}, {"write_back": '"on"'}),  # not linked: another profile
    ],
)
def test_one_profile_may_be_seen_by_two_protocols(section, rest, soap):
    assert parse_settings(rest_and_soap(section, rest, soap))


LINKS_REFUSED = [
    ({}, {"same_orders_as": '"rset"'}, "soap.same_orders_as", "Is 'rest' meant?"),
    ({}, {"same_orders_as": '"soap"'}, "soap.same_orders_as", "names the account itself"),
    ({}, {"same_orders_as": '"rest/9"'}, "soap.same_orders_as", "Name one of: rest."),
    ({"profiles": "[1, 2]"}, {"same_orders_as": '"rest"'}, "soap.same_orders_as", "Name one of: rest/1, rest/2."),
    ({"profiles": "[1, 2]", "same_orders_as": '"soap"'}, {}, "rest.same_orders_as", "stands on an account that covers"),
    ({"write_back": '"on"'}, {"write_back": '"on"', "same_orders_as": '"rest"'}, "soap.write_back", "second writer"),
    ({"write_back": '"on"', "same_orders_as": '"soap"'}, {"write_back": '"on"'}, "soap.write_back", "second writer"),
]


@pytest.mark.parametrize(("rest", "soap", "place", "told"), LINKS_REFUSED)
def test_a_link_that_cannot_hold_is_refused(section, mistakes, rest, soap, place, told):
    (mistake,) = mistakes(rest_and_soap(section, rest, soap))
    assert mistake.where == f"accounts.{place}"
    assert told in str(mistake)


def test_accounts_of_one_protocol_cannot_be_linked(section, mistakes):
    text = section(name="a", profiles="[1]") + section(name="b", profiles="[2]", same_orders_as='"a"')
    assert [mistake.what for mistake in mistakes(text)] == ["names an account of the same protocol"]


def test_an_account_whose_subscriptions_are_not_listed_cannot_be_linked(section, mistakes):
    text = section("channelunity", "cu") + section("channelape", "ape", same_orders_as='"cu"')
    assert [mistake.remedy for mistake in mistakes(text)] == ["List them in accounts.cu."]


def test_two_writers_that_a_third_account_links_are_refused(section, mistakes):
    """Both say that they see the profile of `soap`, so all three are one profile."""
    rest = section(name="rest", same_orders_as='"soap"', write_back='"on"')
    ape = section("channelape", "ape", same_orders_as='"soap"', write_back='"on"')
    (mistake,) = mistakes(rest + section("channeladvisor_soap", "soap") + ape)
    assert (mistake.where, "account rest" in mistake.what) == ("accounts.ape.write_back", True)


def test_what_is_wrong_inside_a_section_is_told_before_what_follows_from_it(section, mistakes):
    text = section(name="one", base_url='"x"') + section(name="two", base_url='"x"', same_orders_as='"one"')
    assert {mistake.where for mistake in mistakes(text)} == {"accounts.one.base_url", "accounts.two.base_url"}
