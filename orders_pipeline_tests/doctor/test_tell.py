"""`doctor --tell`: the same findings to a webhook, for who has no Dagster: each once, and when it is over."""

import pytest

from orders_pipeline_tests.alerts.conftest import webhook  # noqa: F401
from orders_pipeline_tests.doctor.planting import alerts, dagster_yaml_edited, last_reading_failed, readings_fail


@pytest.fixture
def posted(home, webhook, monkeypatch):  # noqa: F811
    alerts(home, 'webhook = "ALERTS_WEBHOOK"')
    monkeypatch.setenv("ALERTS_WEBHOOK", webhook.url)
    return webhook.posted


def test_a_trouble_is_told_once_with_its_remedy_and_when_it_is_over(home, doctor, posted, monkeypatch):
    assert doctor("--tell").code == 0
    assert posted == []
    before = (home.landing / "us" / "attempts.jsonl").read_bytes()
    readings_fail(home, monkeypatch)
    dagster_yaml_edited(home, monkeypatch)
    for _ in range(3):
        assert doctor("--tell").code == 2
    assert [one["what"] for one in posted] == ["Trouble: us, reading_failed", "Warning: dagster, dagster_yaml"]
    assert (posted[0]["account"], posted[0]["next"]) == ("us", "orders-pipeline extract us")
    (home.landing / "us" / "attempts.jsonl").write_bytes(before)
    doctor("--tell")
    assert posted[2]["what"] == "Well again: us, reading_failed"
    assert len(posted) == 3


def test_nothing_is_told_where_it_is_not_wanted(home, doctor, posted, monkeypatch):
    last_reading_failed(home, monkeypatch)
    doctor()
    assert posted == []


def test_the_doctor_ends_the_same_way_whatever_becomes_of_the_telling(home, doctor, monkeypatch, posted):
    last_reading_failed(home, monkeypatch)
    monkeypatch.setenv("ALERTS_WEBHOOK", "http://127.0.0.1:1/x5ecret")
    seen = doctor("--tell", "--json")
    assert (seen.code, [one["code"] for one in seen.found]) == (1, ["reading_failed"])
    assert "5ecret" not in seen.out
