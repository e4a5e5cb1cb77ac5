"""Secrets: only names in the file, values only from the environment, and never in a text."""

import copy
import json
import pickle
import traceback

import pytest

from orders_pipeline.settings import BadSettings, Secret, parse_settings, resolve_secrets

VALUE = "s3cr3t-v4lue"
ENVIRON = {"CA_APP_ID": "app", "CA_SECRET": VALUE, "CA_REFRESH": "refresh"}


@pytest.fixture
def account(section):
    return parse_settings(section()).accounts[0]


def test_a_secret_reveals_its_value_only_when_asked(account):
    secrets = resolve_secrets(account, ENVIRON)
    assert set(secrets) == {"application_id", "shared_secret", "refresh_token"}
    assert secrets["shared_secret"].reveal() == VALUE


@pytest.mark.parametrize(
    "show", [repr, str, "{}".format, "{:>40}".format, "{!r}".format, lambda s: f"{s}", lambda s: "%s" % [s]]
)
def test_no_way_of_showing_a_secret_shows_its_value(show):
    shown = show(Secret("CA_SECRET", VALUE))
    assert "Secret('CA_SECRET': set)" in shown
    assert VALUE not in shown


@pytest.mark.parametrize("carry", [pickle.dumps, copy.copy, copy.deepcopy, json.dumps])
def test_a_secret_is_not_carried_away(carry):
    with pytest.raises(TypeError) as caught:
        carry(Secret("CA_SECRET", VALUE))
    assert VALUE not in str(caught.value)


@pytest.mark.parametrize("value", [None, "", f"{VALUE}\n", f" {VALUE}", f"{VALUE}\r\nHost: evil", f"{VALUE}\x00"])
def test_a_variable_that_is_missing_or_unfit_is_named_and_its_value_is_not(account, value):
    environ = ENVIRON | {"CA_SECRET": value} if value is not None else {"CA_APP_ID": "a", "CA_REFRESH": "r"}
    with pytest.raises(BadSettings) as caught:
        resolve_secrets(account, environ)
    told = "".join(traceback.format_exception(caught.value)) + repr(caught.value)
    assert "CA_SECRET" in told
    assert "accounts.us-main.secrets.shared_secret" in told
    assert VALUE not in told


def test_every_missing_variable_is_told_at_once(account):
    with pytest.raises(BadSettings) as caught:
        resolve_secrets(account, {})
    assert len(caught.value.mistakes) == 3
