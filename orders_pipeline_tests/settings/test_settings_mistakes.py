"""A file that is wrong: every mistake is told, with line, place and remedy, and no value of the file is repeated."""

import pytest

from orders_pipeline.settings import parse_settings

ONE_MISTAKE = [  # dialect, key, what is written, the place below the account, a part of what is told
    ("channeladvisor", "channel", '"chaneladvisor"', "channel", "Is 'channeladvisor' meant?"),
    ("channeladvisor", "channel", "7", "channel", "none of the words"),
    ("channeladvisor", "channel", None, "channel", "is missing"),
    ("channeladvisor", "base_url", None, "base_url", "https://api.channeladvisor.com"),
    ("channelunity", "base_url", None, "base_url", "https://my.channelunity.com"),
    ("channeladvisor", "start_on", None, "start_on", "is missing"),
    ("channeladvisor", "start_on", '"2026-01-01"', "start_on", "is text, not a date"),
    ("channeladvisor", "start_on", "2026-01-01T00:00:00Z", "start_on", "a date with a time"),
    ("channeladvisor", "start_on", "1999-12-31", "start_on", "outside the years"),
    ("channeladvisor", "profiles", None, "profiles", "is missing"),
    ("channeladvisor", "profiles", "[]", "profiles", "is empty"),
    ("channeladvisor", "profiles", "12345678", "profiles", "not a list"),
    ("channeladvisor", "profiles", '["12345678"]', "profiles[0]", "whole number"),
    ("channeladvisor", "profiles", "[1, 0]", "profiles[1]", "whole number"),
    ("channeladvisor", "profiles", "[1, true]", "profiles[1]", "whole number"),
    ("channeladvisor", "profiles", "[1, 2, 1]", "profiles[2]", "twice"),
    ("channeladvisor", "profile", "[1]", "profile", "Is 'profiles' meant?"),
    ("channeladvisor", "business_id", '"x"', "business_id", "is a setting of channelape"),
    ("channeladvisor", "subscriptions", "[1]", "subscriptions", "is a setting of channelunity"),
    ("channelape", "currency", '"USD"', "currency", "is a setting of channeladvisor_soap"),
    ("channeladvisor", "concurrent", "5", "concurrent", "belongs to limits"),
    ("channeladvisor", "refund", '"one"', "refund", "belongs to approval"),
    ("channeladvisor", "shared_secret", '"CA_SECRET"', "shared_secret", "is a secret"),
    ("channeladvisor", "changed_by", '"created"', "changed_by", '"updated", "status_dates"'),
    ("channeladvisor_soap", "account_id", '"12345678"', "account_id", "not the 8-digit number"),
    ("channeladvisor_soap", "currency", None, "currency", "is missing"),
    ("channeladvisor_soap", "currency", '"usd"', "currency", "three capital letters"),
    ("channelunity", "merchant_name", '" acme"', "merchant_name", "not a name"),
    ("channelunity", "subscriptions", "[-1]", "subscriptions[0]", "whole number"),
    ("channelape", "business_id", "5", "business_id", "not a GUID"),
    ("channelape", "channel_ids", '["x"]', "channel_ids[0]", "not a GUID"),
    ("channeladvisor", "secrets", None, "secrets", 'application_id = "CA_APPLICATION_ID"'),
    ("channeladvisor", "secrets", '"CA_SECRET"', "secrets", "not a table"),
    ("channelape", "secrets", "{}", "secrets.token", "is missing"),
    ("channelape", "secrets", '{ token = "T", tokn = "U" }', "secrets.…", "Is 'token' meant?"),
    ("channelape", "secrets", '{ token = "T", password = "U" }', "secrets.password", "channeladvisor_soap and"),
    ("channelape", "secrets", '{ token = "T", start_on = "U" }', "secrets.start_on", "above the header"),
    ("channelape", "secrets", '{ token = "$CAPE" }', "secrets.token", "not shown here"),
    ("channelape", "secrets", '{ token = "cape_token" }', "secrets.token", "not shown here"),
    ("channelape", "secrets", '{ token = "AKIA9Q8W7E6R5T4YABCD" }', "secrets.token", "not shown here"),
    ("channelunity", "secrets", '{ username = "A", password = "A" }', "secrets.password", "same variable"),
    ("channeladvisor", "time_zone", '"America/NewYork"', "time_zone", "Is 'America/New_York' meant?"),
    ("channeladvisor", "time_zone", '"America"', "time_zone", "not a time zone"),
    ("channeladvisor", "time_zone", '"../UTC"', "time_zone", "not a time zone"),
    ("channeladvisor", "time_zone", '"localtime"', "time_zone", "not a time zone"),
    ("channeladvisor", "overlap", "15", "overlap", "not a duration"),
    ("channeladvisor", "overlap", '"15 min"', "overlap", "not a duration"),
    ("channeladvisor", "overlap", '"-1m"', "overlap", "not a duration"),
    ("channeladvisor", "overlap", '"169h"', "overlap", "at most 7d"),
    ("channeladvisor", "settle", '"25h"', "settle", "at most 1d"),
    ("channeladvisor", "limits", "{ concurrent = 0 }", "limits.concurrent", "whole number"),
    ("channeladvisor", "limits", "{ per_minute = 1.5 }", "limits.per_minute", "whole number"),
    ("channeladvisor", "limits", "{ per_hour = 5 }", "limits.per_hour", "not a key"),
    ("channeladvisor", "limits", "5", "limits", "not a table"),
    ("channeladvisor", "acknowledge", '"always"', "acknowledge", '"never", "after_load"'),
    ("channelunity", "acknowledge", '"after_load"', "acknowledge", "ChannelUnity has no mark"),
    ("channelape", "acknowledge", '"after_load"', "acknowledge", "ChannelApe has no mark"),
    ("channeladvisor", "write_back", "true", "write_back", '"dry_run", "on"'),
    ("channeladvisor", "approval", '{ refund = "two" }', "approval.refund", '"none", "one"'),
    ("channeladvisor", "same_orders_as", "5", "same_orders_as", "not text"),
    ("channeladvisor", '"dotted.key"', "1", '"dotted.key"', "not a key"),
]


@pytest.mark.parametrize(("channel", "key", "value", "place", "told"), ONE_MISTAKE)
def test_one_thing_wrong_is_one_mistake_at_its_place(section, mistakes, channel, key, value, place, told):
    text = section(channel, **{key: value})
    (mistake,) = mistakes(text)
    assert mistake.where == f"accounts.us-main.{place}"
    assert told in str(mistake)
    written = [number for number, line in enumerate(text.splitlines(), 1) if line.startswith(f"{key} =")]
    assert [mistake.line] == (written or [1])


BASE_URLS_REFUSED = [
    ("http://api.channeladvisor.com", "is http on a host that is not this machine"),
    ("http://127.0.0.1.example.com", "is http on a host"),
    ("http://127.1", "is http on a host"),
    ("http://0.0.0.0", "is http on a host"),
    ("http://localhost.", "is http on a host"),
    ("ftp://api.channeladvisor.com", "does not begin with https"),
    ("api.channeladvisor.com", "does not begin with https"),
    ("https://", "names no host"),
    ("https:///v1", "names no host"),
    ("https://a_b.com", "names no host"),
    ("https://api.example.com\\\\@evil.example", "holds credentials"),
    ("https://user:pass@api.example.com", "holds credentials"),
    ("https://@api.example.com", "holds credentials"),
    ("https://api.example.com?", "holds a query"),
    ("https://api.example.com/v1?key=x", "holds a query"),
    ("https://api.example.com/#x", "holds a fragment"),
    ("https://api.example.com/../x", "path that is not plain"),
    ("https://api.example.com/%2e", "path that is not plain"),
    ("https://api.example.com:0", "names port 0"),
    ("https://api.example.com:99999", "not a web address"),
    ("https://[::1", "not a web address"),
    ("https://[fe80::1%25eth0]", "names no host"),
    ("https://api.exämple.com", "not a web address"),
    (" https://api.example.com", "not a web address"),
    ("", "not a web address"),
]


@pytest.mark.parametrize(("url", "told"), BASE_URLS_REFUSED)
def test_an_address_that_could_lead_elsewhere_is_refused(section, mistakes, url, told):
    found = mistakes(section(base_url=f'"{url}"'))
    assert {mistake.where for mistake in found} == {"accounts.us-main.base_url"}
    assert told in " ".join(mistake.what for mistake in found)


@pytest.mark.parametrize(
    ("url", "normal"),
    [
        ("https://API.example.com/", "https://api.example.com"),
        ("https://api.example.com:443", "https://api.example.com"),
        ("https://api.example.com:8443/hub/", "https://api.example.com:8443/hub"),
        ("http://localhost:8801", "http://localhost:8801"),
        ("http://127.3.2.1:80", "http://127.3.2.1"),
        ("http://[::1]:8801/ca", "http://[::1]:8801/ca"),
        ("https://192.0.2.7", "https://192.0.2.7"),
    ],
)
def test_an_address_is_kept_in_its_normal_form(section, url, normal):
    assert parse_settings(section(base_url=f'"{url}"')).accounts[0].base_url == normal


@pytest.mark.parametrize("name", ["US", "-a", '"a b"', '""', '"a/b"', "a_b", "a" * 41])
def test_a_name_that_is_no_account_name_is_refused(section, mistakes, name):
    (mistake,) = mistakes(section(name=name))
    assert "is no name for an account" in mistake.what
    assert mistake.line == 1


def test_an_account_that_is_no_table_is_refused_as_such(mistakes):
    found = mistakes("accounts = { a = 1 }")
    assert ("accounts.a", "is a number, not a table") in [(mistake.where, mistake.what) for mistake in found]
    assert mistakes("accounts = 1")[0].what == "is a number, not a table"
    assert mistakes("[[accounts.a]]")[0].what == "is a list, not a table"


TWENTY = """\
retries = 3
[accounts.us-main]
channel = "channeladvisor"
base_url = "http://user:hunter2@api.channeladvisor.com/?key=hunter2"
start_on = 1970-01-01
profiles = [
  12345678,
  12345678,   # again
  "23456789",
]
secrets = { application_id = "hunter2", shared_secret = "CA_SECRET" }
time_zone = "Mars/Olympus"
overlap = "8d"
settle = 2
write_back = "yes"
businessid = "x"
same_orders_as = "nobody"

[accounts.soap]
channel = "channeladvisor_soap"
base_url = "https://api.channeladvisor.com"
start_on = 2026-01-01
account_id = "12345678"
[accounts.soap.secrets]
developer_key = "SOAP_KEY"
password = "SOAP_PASSWORD"
time_zone = "UTC"
[accounts.soap.limits]
concurrent = -1

[accounts.Ape]
channel = "channelape"
base_url = "https://api.channelape.com"
start_on = 2026-01-01
profiles = [1]
business_id = "11111111-2222-3333-4444-555555555555"
secrets = { token = "CAPE_TOKEN" }
approval = { refund = "two" }
"""

TWENTY_PLACES = [
    (1, "retries"),
    (4, "accounts.us-main.base_url"),  # http
    (4, "accounts.us-main.base_url"),  # credentials
    (4, "accounts.us-main.base_url"),  # query
    (5, "accounts.us-main.start_on"),
    (8, "accounts.us-main.profiles[1]"),
    (9, "accounts.us-main.profiles[2]"),
    (11, "accounts.us-main.secrets.application_id"),
    (11, "accounts.us-main.secrets.refresh_token"),
    (12, "accounts.us-main.time_zone"),
    (13, "accounts.us-main.overlap"),
    (14, "accounts.us-main.settle"),
    (15, "accounts.us-main.write_back"),
    (16, "accounts.us-main.businessid"),
    (17, "accounts.us-main.same_orders_as"),
    (19, "accounts.soap.currency"),
    (23, "accounts.soap.account_id"),
    (27, "accounts.soap.secrets.time_zone"),
    (29, "accounts.soap.limits.concurrent"),
    (31, "accounts.Ape"),
    (35, "accounts.Ape.profiles"),
    (38, "accounts.Ape.approval.refund"),
]


def test_every_mistake_of_a_file_is_told_at_once_sorted_by_line(mistakes):
    assert [(mistake.line, mistake.where) for mistake in mistakes(TWENTY)] == TWENTY_PLACES


def test_no_mistake_repeats_a_value_of_the_file(mistakes):
    assert "hunter2" not in "\n".join(str(mistake) for mistake in mistakes(TWENTY))


def test_every_mistake_says_what_to_do(mistakes):
    for mistake in mistakes(TWENTY):
        assert mistake.what
        assert mistake.remedy
