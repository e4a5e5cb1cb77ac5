"""`[alerts]`: off unless written, all mistakes at once, and no address or password ever in a message."""

from datetime import timedelta

import pytest

from orders_pipeline.settings import Alerts, BadSettings, Mail, parse_settings, resolve_alert_secrets

MAIL = {
    "mail_to": '["ops@example.com", "night@example.com"]',
    "mail_from": '"pipe@example.com"',
    "smtp": '"smtp.example.com:587"',
}


def written(section, **keys):
    lines = "".join(f"{key} = {value}\n" for key, value in keys.items() if value is not None)
    return f"{section()}[alerts]\n{lines}"


def test_without_the_section_nobody_is_told(section):
    assert parse_settings(section()).alerts == Alerts()
    assert Alerts().are_off


def test_everything_that_can_be_said(section):
    text = written(
        section,
        webhook='"ALERTS_WEBHOOK"',
        **MAIL,
        smtp_tls='"tls"',
        smtp_user='"SMTP_USER"',
        smtp_password='"SMTP_PASSWORD"',
        repeat_after='"12h"',
        ui='"http://Dagster.internal:3000/"',
    )
    alerts = parse_settings(text).alerts
    assert alerts == Alerts(
        webhook="ALERTS_WEBHOOK",
        mail=Mail(
            to=("ops@example.com", "night@example.com"),
            sender="pipe@example.com",
            host="smtp.example.com",
            port=587,
            tls="tls",
            user="SMTP_USER",
            password="SMTP_PASSWORD",
        ),
        repeat_after=timedelta(hours=12),
        ui="http://dagster.internal:3000",
    )
    assert alerts.secrets == {
        "webhook": "ALERTS_WEBHOOK",
        "smtp_user": "SMTP_USER",
        "smtp_password": "SMTP_PASSWORD",
    }
    assert not alerts.are_off


ONE_MISTAKE = [
    ({}, "alerts", "tells nobody"),
    ({"webhok": '"A"', "webhook": '"A"'}, "alerts.webhok", "Is 'webhook' meant?"),
    ({"webhook": '"https://hooks.example.com/services/T0hunter2"'}, "alerts.webhook", "not the name of an environment"),
    ({"webhook": '"A"', "ui": '"dagster"'}, "alerts.ui", "does not begin with"),
    ({"webhook": '"A"', "ui": '"http://user:hunter2@host"'}, "alerts.ui", "holds credentials"),
    ({"webhook": '"A"', "repeat_after": '"5m"'}, "alerts.repeat_after", "at least"),
    ({"webhook": '"A"', "repeat_after": '"8d"'}, "alerts.repeat_after", "at most 7d"),
    (MAIL | {"mail_from": None}, "alerts.mail_from", "is missing"),
    (MAIL | {"smtp": None}, "alerts.smtp", "is missing"),
    (MAIL | {"mail_to": None}, "alerts.mail_to", "is missing"),
    (MAIL | {"mail_to": '"ops@example.com"'}, "alerts.mail_to", "not a list"),
    (MAIL | {"mail_to": "[]"}, "alerts.mail_to", "is empty"),
    (MAIL | {"mail_to": '["Ops <ops@example.com>"]'}, "alerts.mail_to[0]", "without a name"),
    (MAIL | {"mail_from": '"a@b.c\\nBcc: x@y.z"'}, "alerts.mail_from", "not a mail address"),
    (MAIL | {"smtp": '"smtp.example.com"'}, "alerts.smtp", "host and port"),
    (MAIL | {"smtp": '"smtp.example.com:0"'}, "alerts.smtp", "host and port"),
    (MAIL | {"smtp_tls": '"ssl"'}, "alerts.smtp_tls", '"starttls", "tls", "none"'),
    (MAIL | {"smtp_tls": '"none"'}, "alerts.smtp_tls", "in clear"),
    (MAIL | {"smtp_user": '"SMTP_USER"'}, "alerts.smtp_password", "is missing"),
    (MAIL | {"smtp_password": '"hunter2"', "smtp_user": '"A"'}, "alerts.smtp_password", "not shown here"),
]


@pytest.mark.parametrize(("keys", "place", "told"), ONE_MISTAKE)
def test_one_thing_wrong_is_one_mistake_at_its_place(section, mistakes, keys, place, told):
    (mistake,) = mistakes(written(section, **keys))
    assert mistake.where == place
    assert told in str(mistake)
    assert "hunter2" not in str(mistake)


def test_mistakes_of_alerts_and_of_accounts_are_told_together(section, mistakes):
    found = mistakes(section(profiles="[]") + "[alerts]\nui = 1\n")
    assert [mistake.where for mistake in found] == ["accounts.us-main.profiles", "alerts", "alerts.ui"]


def test_alerts_that_are_no_table_are_refused_as_such(section, mistakes):
    assert "is a number, not a table" in [mistake.what for mistake in mistakes("alerts = 1\n" + section())]


@pytest.mark.parametrize(
    "value",
    [
        "",
        "hooks.example.com/x5ecret",
        "http://hooks.example.com/x5ecret",
        "https://me:x5ecret@hooks.example.com/",
        "ftp://hooks.example.com/x5ecret",
        "https://[::1/x5ecret",
        "https://hooks.example.com/x5ecret\n",
    ],
)
def test_a_webhook_is_https_or_this_machine_and_is_never_shown(value):
    with pytest.raises(BadSettings) as caught:
        resolve_alert_secrets(Alerts(webhook="ALERTS_WEBHOOK"), {"ALERTS_WEBHOOK": value})
    assert "ALERTS_WEBHOOK" in str(caught.value)
    assert "5ecret" not in str(caught.value)


@pytest.mark.parametrize("value", ["https://hooks.example.com/services/T0/B0?sig=a%2Bb", "http://127.0.0.1:8065/hook"])
def test_a_webhook_that_may_be_spoken_to(value):
    (secret,) = resolve_alert_secrets(Alerts(webhook="A"), {"A": value}).values()
    assert secret.reveal() == value
