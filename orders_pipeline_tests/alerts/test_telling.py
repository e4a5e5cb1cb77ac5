"""Alerts over real sockets: what arrives, and that nothing that goes wrong there fails, hangs or leaks."""

import time
from datetime import UTC, datetime, timedelta
from email import message_from_string

import pytest

from orders_pipeline.flows.alerts import webhook as webhooks
from orders_pipeline.flows.alerts.alert import Alert
from orders_pipeline.flows.alerts.series import Outcome
from orders_pipeline.flows.alerts.telling import tell
from orders_pipeline.settings import Alerts, Mail

NOW = datetime(2026, 9, 30, 22, 0, tzinfo=UTC)
ALERT = Alert(
    what="read_us failed",
    sentence='account us: GET was answered with status 503. The hub says: "<!channel> & gone".',
    next="orders-pipeline doctor",
    at=NOW,
    account="us",
    job="read_us",
    step="landing__us",
    run_id="0c9b",
    link="https://dagster.example.com/runs/0c9b",
)
FAILED = Outcome(subject="read_us", at=NOW, alert=ALERT, over="read_us works again")
HOOK = Alerts(webhook="ALERTS_WEBHOOK")


@pytest.fixture
def telling(tmp_path):
    def told(alerts, environ, *outcomes, memory=(), now=NOW):
        return tell(alerts, dict(memory), outcomes or [FAILED], environ=environ, budgets=tmp_path / "budgets", now=now)

    return told


def mail(mailbox, **more):
    to = Mail(to=("ops@example.com",), sender="pipe@example.com", host="127.0.0.1", port=mailbox.port, tls="none")
    return Alerts(mail=to, **more)


def test_a_webhook_is_told_everything_and_a_text_that_slack_shows(telling, webhook):
    _, told = telling(HOOK, {"ALERTS_WEBHOOK": webhook.url})
    assert told == [ALERT]
    (posted,) = webhook.posted
    assert posted["text"].splitlines() == [
        "read_us failed (account us)",
        'account us: GET was answered with status 503. The hub says: "&lt;!channel&gt; &amp; gone".',
        "→ orders-pipeline doctor",
        "https://dagster.example.com/runs/0c9b",
    ]
    assert {key: posted[key] for key in ("job", "account", "step", "run_id", "at")} == {
        "job": "read_us",
        "account": "us",
        "step": "landing__us",
        "run_id": "0c9b",
        "at": "2026-09-30T22:00:00Z",
    }
    assert webhook.paths == [webhook.url.partition("//")[2].partition("/")[1] + webhook.url.split("/", 3)[3]]


def test_a_mail_has_the_headline_as_subject_and_the_rest_as_text(telling, mailbox):
    _, told = telling(mail(mailbox), {})
    assert told == [ALERT]
    message = message_from_string(mailbox.mails[0])
    assert (message["Subject"], message["From"], message["To"]) == (
        "orders-pipeline: read_us failed",
        "pipe@example.com",
        "ops@example.com",
    )
    assert message["Auto-Submitted"] == "auto-generated"
    assert "→ orders-pipeline doctor" in message.get_payload(decode=True).decode()


def test_the_end_is_told_the_same_way(telling, webhook):
    environ = {"ALERTS_WEBHOOK": webhook.url}
    memory, _ = telling(HOOK, environ)
    later = NOW + timedelta(minutes=15)
    telling(HOOK, environ, Outcome(subject="read_us", at=later), memory=memory, now=later)
    assert webhook.posted[-1]["what"] == "read_us works again"
    assert "one failure since 2026-09-30 22:00 UTC" in webhook.posted[-1]["sentence"]


@pytest.mark.parametrize(
    ("status", "headers", "words"),
    [
        (500, {}, "answered with status 500"),
        (404, {}, "answered with status 404"),
        (302, {"Location": "http://127.0.0.1:1/elsewhere"}, "answered with status 302"),
        (200, {"Content-Length": "99"}, "gave no answer that can be read"),
    ],
)
def test_a_webhook_that_does_not_take_it_is_logged_once_without_its_address_and_tried_again(
    telling, webhook, caplog, status, headers, words
):
    webhook.status, webhook.headers = status, headers
    environ = {"ALERTS_WEBHOOK": webhook.url}
    memory, told = telling(HOOK, environ)
    assert (told, webhook.asked) == ([], 1)
    for minutes in (5, 11):
        memory, _ = telling(
            HOOK, environ, Outcome(subject="other", at=NOW), memory=memory, now=NOW + timedelta(minutes=minutes)
        )
    assert webhook.asked == 2, "after ten minutes"
    (logged,) = caplog.messages
    assert words in logged
    assert "5ecret" not in caplog.text
    webhook.status, webhook.headers = 200, {}
    _, told = telling(HOOK, environ, Outcome(subject="other", at=NOW), memory=memory, now=NOW + timedelta(minutes=30))
    assert [one.what for one in told] == ["read_us failed"]


def test_a_webhook_that_hangs_or_is_not_there_is_left_in_seconds_and_only_once_a_time(
    telling, webhook, caplog, monkeypatch
):
    monkeypatch.setattr(webhooks, "TIMEOUTS", (0.2, 0.2))
    webhook.sleep = 1.0
    began = time.monotonic()
    others = [Outcome(subject=name, at=NOW, alert=ALERT) for name in ("one", "two", "three")]
    _, told = telling(HOOK, {"ALERTS_WEBHOOK": webhook.url}, *others)
    assert told == []
    assert time.monotonic() - began < 0.9
    assert webhook.asked == 1
    telling(HOOK, {"ALERTS_WEBHOOK": "http://127.0.0.1:1/x5ecret"})
    assert "could not be reached" in caplog.text
    assert "5ecret" not in caplog.text


def test_one_way_that_works_is_enough_and_the_other_is_logged(telling, webhook, mailbox, caplog):
    webhook.status = 500
    alerts = Alerts(webhook="ALERTS_WEBHOOK", mail=mail(mailbox).mail)
    memory, told = telling(alerts, {"ALERTS_WEBHOOK": webhook.url})
    assert told == [ALERT]
    assert len(mailbox.mails) == 1
    assert "status 500" in caplog.text
    assert memory["read_us"].tried_at is None


@pytest.mark.parametrize("answer", ["550 no such person ops@example.com", "421 too busy"])
def test_a_mail_server_that_refuses_fails_nothing_and_no_address_is_logged(telling, mailbox, caplog, answer):
    mailbox.refuses = answer
    _, told = telling(mail(mailbox), {})
    assert told == []
    assert "the mail server" in caplog.text
    assert "ops@example.com" not in caplog.text


def test_credentials_are_never_sent_to_a_server_that_does_not_encrypt(telling, mailbox, caplog):
    plain = Mail(
        to=("ops@example.com",),
        sender="pipe@example.com",
        host="127.0.0.1",
        port=mailbox.port,
        user="SMTP_USER",
        password="SMTP_PASSWORD",
    )
    _, told = telling(Alerts(mail=plain), {"SMTP_USER": "me", "SMTP_PASSWORD": "pa55word"})
    assert told == []
    assert not any("AUTH" in line or "pa55word" in line for line in mailbox.said)
    assert "pa55word" not in caplog.text


def test_a_variable_that_is_not_set_is_logged_by_its_name_once(telling, caplog):
    memory, told = telling(HOOK, {})
    telling(HOOK, {}, Outcome(subject="other", at=NOW), memory=memory, now=NOW + timedelta(hours=1))
    assert told == []
    (logged,) = caplog.messages
    assert "ALERTS_WEBHOOK, which is not set" in logged
