"""A file that is right: everything it says arrives, and what it leaves out has the safe default."""

import pickle
from datetime import date, timedelta
from pathlib import Path

import pytest

from orders_pipeline.settings import (
    ALL,
    MINIMAL,
    Account,
    Approvals,
    BadSettings,
    Limits,
    SecretNames,
    load_settings,
    parse_settings,
)

WHOLE = """\
# every key of every dialect
[accounts.us-main]
channel = "channeladvisor"
base_url = "HTTPS://API.ChannelAdvisor.com:443/"
start_on = 2026-01-01
profiles = [
  12345678,  # the shop
  23456789,
]
time_zone = "America/New_York"
overlap = "1h"
settle = "90s"
limits = { concurrent = 3 }
acknowledge = "after_load"
write_back = "on"
changed_by = "status_dates"
[accounts.us-main.secrets]
application_id = "CA_APP_ID"
shared_secret = "CA_SECRET"
refresh_token = "CA_REFRESH"
[accounts.us-main.approval]
ship = "one"
refund = "none"

[accounts.us-soap]
channel = "channeladvisor_soap"
base_url = "http://127.0.0.1:8801/soap"
start_on = 2025-12-31
account_id = "11111111-2222-3333-4444-555555555555"
currency = "USD"
secrets = { developer_key = "SOAP_KEY", password = "SOAP_PASSWORD" }
same_orders_as = "us-main/12345678"

[accounts.unity]
channel = "channelunity"
base_url = "https://my.channelunity.com"
start_on = 2026-02-01
merchant_name = "acme"
subscriptions = [77]
secrets.username = "CU_USER"
secrets.password = "CU_PASSWORD"

[accounts.ape]
channel = "channelape"
base_url = "http://[::1]:8801"
start_on = 2026-03-01
business_id = "11111111-2222-3333-4444-555555555555"
channel_ids = ["aaaaaaaa-2222-3333-4444-555555555555"]
secrets = { "token" = "CAPE_TOKEN" }
"""

MAIN = Account(
    name="us-main/12345678",
    section="us-main",
    channel="channeladvisor",
    base_url="https://api.channeladvisor.com",
    start_on=date(2026, 1, 1),
    scope="12345678",
    secrets=SecretNames(
        {"application_id": "CA_APP_ID", "shared_secret": "CA_SECRET", "refresh_token": "CA_REFRESH"},
    ),
    overlap=timedelta(hours=1),
    settle=timedelta(seconds=90),
    limits=Limits(concurrent=3, per_minute=2000),
    time_zone="America/New_York",
    acknowledge="after_load",
    write_back="on",
    approval=Approvals(ship="one", cancel="one", refund="none"),
    changed_by="status_dates",
)
GOLDEN = (
    MAIN,
    MAIN.for_subscription("23456789"),
    Account(
        name="us-soap",
        section="us-soap",
        channel="channeladvisor_soap",
        base_url="http://127.0.0.1:8801/soap",
        start_on=date(2025, 12, 31),
        scope="11111111-2222-3333-4444-555555555555",
        secrets=SecretNames({"developer_key": "SOAP_KEY", "password": "SOAP_PASSWORD"}),
        overlap=timedelta(minutes=15),
        settle=timedelta(minutes=2),
        limits=Limits(concurrent=3, per_minute=300),
        same_orders_as="us-main/12345678",
        currency="USD",
    ),
    Account(
        name="unity",
        section="unity",
        channel="channelunity",
        base_url="https://my.channelunity.com",
        start_on=date(2026, 2, 1),
        scope="77",
        secrets=SecretNames({"username": "CU_USER", "password": "CU_PASSWORD"}),
        overlap=timedelta(minutes=30),
        settle=timedelta(minutes=2),
        limits=Limits(concurrent=2, per_minute=60),
        merchant_name="acme",
    ),
    Account(
        name="ape",
        section="ape",
        channel="channelape",
        base_url="http://[::1]:8801",
        start_on=date(2026, 3, 1),
        scope="11111111-2222-3333-4444-555555555555",
        secrets=SecretNames({"token": "CAPE_TOKEN"}),
        overlap=timedelta(minutes=15),
        settle=timedelta(minutes=5),
        limits=Limits(concurrent=5, per_minute=600),
        channel_ids=("aaaaaaaa-2222-3333-4444-555555555555",),
    ),
)


def test_a_whole_file_arrives_as_written():
    assert parse_settings(WHOLE).accounts == GOLDEN


@pytest.mark.parametrize("encode", [str.encode, lambda text: b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode()])
def test_a_file_may_come_from_windows(tmp_path, encode):
    (tmp_path / "accounts.toml").write_bytes(encode(WHOLE))
    assert load_settings(tmp_path / "accounts.toml").accounts == GOLDEN


@pytest.mark.parametrize(
    ("channel", "overlap", "settle", "concurrent", "per_minute"),
    [
        ("channeladvisor", 15, 2, 5, 2000),
        ("channeladvisor_soap", 15, 2, 3, 300),
        ("channelunity", 30, 2, 2, 60),
        ("channelape", 15, 5, 5, 600),
    ],
)
def test_what_a_section_leaves_out_is_the_safe_default_of_its_dialect(
    section, channel, overlap, settle, concurrent, per_minute
):
    (account,) = parse_settings(section(channel)).accounts
    assert (account.overlap, account.settle) == (timedelta(minutes=overlap), timedelta(minutes=settle))
    assert account.limits == Limits(concurrent=concurrent, per_minute=per_minute)
    assert account.approval == Approvals(ship="none", cancel="one", refund="one")
    assert (account.write_back, account.acknowledge, account.changed_by) == ("dry_run", "never", "updated")
    assert (account.time_zone, account.same_orders_as) == ("UTC", None)


def test_one_profile_keeps_the_name_of_its_section(section):
    assert [account.name for account in parse_settings(section(profiles="[7]")).accounts] == ["us-main"]


def test_several_subscriptions_become_several_accounts_in_the_order_of_the_file(section):
    accounts = parse_settings(section("channelunity", "cu", subscriptions="[9, 5]")).accounts
    assert [(account.name, account.scope, account.section) for account in accounts] == [
        ("cu/9", "9", "cu"),
        ("cu/5", "5", "cu"),
    ]


@pytest.mark.parametrize("subscriptions", [None, "[]"])
def test_a_channelunity_account_without_subscriptions_waits_to_be_expanded(section, subscriptions):
    (account,) = parse_settings(section("channelunity", "cu", subscriptions=subscriptions)).accounts
    assert (account.scope, account.is_to_expand) == (ALL, True)
    expanded = account.for_subscription("42")
    assert (expanded.name, expanded.scope, expanded.is_to_expand) == ("cu/42", "42", False)


def test_how_channelunity_is_asked_is_switchable(section):
    keys = {"encoding": '"once"', "hub_time_zone": '"Europe/London"', "page_orders": "250"}
    (account,) = parse_settings(section("channelunity", "cu", **keys)).accounts
    assert (account.encoding, account.hub_time_zone, account.page_orders) == ("once", "Europe/London", 250)
    (account,) = parse_settings(section("channelunity", "cu")).accounts
    assert (account.encoding, account.hub_time_zone, account.page_orders) == ("twice", "UTC", None)


@pytest.mark.parametrize(
    "wrong", [{"encoding": '"thrice"'}, {"hub_time_zone": '"London"'}, {"page_orders": "1"}, {"page_orders": "1001"}]
)
def test_how_channelunity_is_asked_must_be_known(section, mistakes, wrong):
    (mistake,) = mistakes(section("channelunity", "cu", **wrong))
    assert mistake.where.endswith(next(iter(wrong)))


def test_an_account_can_be_a_key_and_travel_to_another_process():
    for account in parse_settings(WHOLE).accounts:
        assert {account: 1}[pickle.loads(pickle.dumps(account))] == 1


def test_an_account_is_found_by_its_name_and_a_near_miss_is_answered_with_it():
    settings = parse_settings(WHOLE)
    assert settings.account("us-soap").currency == "USD"
    with pytest.raises(BadSettings, match="'us-soap' meant"):
        settings.account("us-sope")


def test_a_missing_file_says_how_to_make_one_and_how_to_go_without(tmp_path):
    with pytest.raises(BadSettings) as caught:
        load_settings(tmp_path / "accounts.toml")
    assert str(tmp_path / "accounts.toml") in str(caught.value)
    assert MINIMAL in str(caught.value)
    assert "orders-pipeline demo" in str(caught.value)


def test_the_example_that_messages_show_is_itself_right():
    assert len(parse_settings(MINIMAL).accounts) == 1


@pytest.mark.parametrize("text", ["", "# nothing\n", "[accounts]\n", "accounts = {}"])
def test_a_file_without_accounts_is_refused(mistakes, text):
    (mistake,) = mistakes(text)
    assert (mistake.line, mistake.what) == (1, "holds no account")


def test_a_directory_or_bytes_that_are_no_text_are_refused(tmp_path):
    with pytest.raises(BadSettings, match="cannot be read"):
        load_settings(tmp_path)
    (tmp_path / "latin").write_bytes("# ok\n# käse".encode("latin-1"))
    with pytest.raises(BadSettings, match="line 2: the file is not UTF-8"):
        load_settings(Path(tmp_path / "latin"))


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("[accounts.a]\nchannel = \n", 2),
        ("[accounts.a]\n[accounts.a]\n", 2),
        ("[accounts.a]\nx = 1\nx = 2\n", 3),
        ('[accounts.a]\nx = "open\n', 2),
        ("[accounts.a]\nx = [1,\n", 2),
        ("x = " + "9" * 5000, None),
        ("x = " + "[" * 5000, 1),
    ],
)
def test_what_is_not_toml_is_told_with_its_line(mistakes, text, line):
    (mistake,) = mistakes(text)
    assert mistake.line == line
