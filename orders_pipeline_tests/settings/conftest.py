"""One valid section of each dialect in one line; a test changes the one thing that it is about."""

import pytest

from orders_pipeline.settings import BadSettings, parse_settings

GUID = "11111111-2222-3333-4444-555555555555"

SECTIONS = {
    "channeladvisor": {
        "base_url": '"https://api.channeladvisor.com"',
        "profiles": "[12345678]",
        "secrets": '{ application_id = "CA_APP_ID", shared_secret = "CA_SECRET", refresh_token = "CA_REFRESH" }',
    },
    "channeladvisor_soap": {
        "base_url": '"https://api.channeladvisor.com"',
        "account_id": f'"{GUID}"',
        "currency": '"USD"',
        "secrets": '{ developer_key = "SOAP_KEY", password = "SOAP_PASSWORD" }',
    },
    "channelunity": {
        "base_url": '"https://my.channelunity.com"',
        "merchant_name": '"acme"',
        "secrets": '{ username = "CU_USER", password = "CU_PASSWORD" }',
    },
    "channelape": {
        "base_url": '"https://api.channelape.com"',
        "business_id": f'"{GUID}"',
        "secrets": '{ token = "CAPE_TOKEN" }',
    },
}


@pytest.fixture(scope="session")
def section():
    """The text of a section. `None` takes a key away; the header is line 1, `channel` line 2, `start_on` line 3."""

    def write(channel="channeladvisor", /, name="us-main", **changes):
        keys = {"channel": f'"{channel}"', "start_on": "2026-01-01"} | SECTIONS[channel] | changes
        return "".join(f"{line}\n" for line in [f"[accounts.{name}]", *_lines(keys)])

    return write


def _lines(keys):
    return [f"{key} = {value}" for key, value in keys.items() if value is not None]


@pytest.fixture(scope="session")
def mistakes():
    """The mistakes that a text is refused for."""

    def refused(text):
        with pytest.raises(BadSettings) as caught:
            parse_settings(text)
        return caught.value.mistakes

    return refused


@pytest.fixture(scope="session")
def section_text(section):
    return section(limits="{ concurrent = 3 }", time_zone='"UTC"') + section("channelunity", "cu")
