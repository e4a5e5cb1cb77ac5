"""Outcomes in, alerts out: what is due is sent every way that is set, and what came of it is remembered.

Never raises for what sending meets: what could not be sent is logged once, without addresses, and tried again later.
"""

import logging
from collections.abc import Iterable, Mapping
from datetime import datetime
from pathlib import Path

from orders_pipeline.flows.alerts.alert import Alert, as_json
from orders_pipeline.flows.alerts.mail import send_mail
from orders_pipeline.flows.alerts.series import Memory, Outcome, after, after_telling, due, without_the_past
from orders_pipeline.flows.alerts.webhook import post
from orders_pipeline.settings import Alerts, BadSettings, Secret, resolve_alert_secrets

logger = logging.getLogger(__name__)


def tell(
    alerts: Alerts,
    memory: Memory,
    outcomes: Iterable[Outcome],
    *,
    environ: Mapping[str, str],
    budgets: Path,
    now: datetime,
) -> tuple[Memory, list[Alert]]:
    """The memory afterwards, and what was told. One way that takes an alert is enough."""
    memory, told = after(memory, outcomes), []
    waiting = due(memory, now, alerts.repeat_after)
    try:
        secrets = resolve_alert_secrets(alerts, environ) if waiting else {}
    except BadSettings as bad:
        secrets, unset = {}, str(bad)
        if any(memory[subject].tried_at is None for subject in waiting):
            logger.warning("%d alerts could not be sent. %s", len(waiting), unset)
        return {**memory, **_all_failed(memory, waiting, now)}, []
    broken: set[str] = set()
    for subject, alert in waiting.items():
        failures = _send(alerts, secrets, alert, budgets, broken)
        was_told = len(failures) < bool(alerts.webhook) + bool(alerts.mail)
        if failures and memory[subject].tried_at is None:
            logger.warning("%s: the alert could not be sent: %s.", alert.what, "; ".join(failures))
        memory = after_telling(memory, subject, now, was_told=was_told)
        told += [alert] if was_told else []
    return without_the_past(memory, now), told


def _send(alerts: Alerts, secrets: Mapping[str, Secret], alert: Alert, budgets: Path, broken: set[str]) -> list[str]:
    """What went wrong. A way that failed is not tried again for the other alerts of this time: they would all wait."""
    failures = []
    for way, is_set in (("webhook", alerts.webhook), ("mail", alerts.mail)):
        if not is_set:
            continue
        failure = f"the {way} failed just now" if way in broken else _by(way, alerts, secrets, alert, budgets)
        if failure:
            broken.add(way)
            failures.append(failure)
    return failures


def _by(way: str, alerts: Alerts, secrets: Mapping[str, Secret], alert: Alert, budgets: Path) -> str | None:
    try:
        if way == "webhook":
            return post(secrets["webhook"], as_json(alert), budgets)
        assert alerts.mail is not None
        return send_mail(alerts.mail, secrets, alert)
    except Exception as error:  # whatever it is: it must not fail what is told about
        return f"the {way} failed ({type(error).__name__})"


def _all_failed(memory: Memory, waiting: Iterable[str], now: datetime) -> Memory:
    for subject in waiting:
        memory = after_telling(memory, subject, now, was_told=False)
    return memory
