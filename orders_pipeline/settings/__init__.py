"""accounts.toml as typed, immutable settings, and the places of a run's files.

Secrets stand here only as names of environment variables; `secret.py` alone reads their values.
Speaks to no hub and writes nothing but the directories of `Home.make`.
"""

from orders_pipeline.settings.account import (
    ALL,
    Account,
    Acknowledge,
    Approval,
    Approvals,
    ChangedBy,
    Channel,
    Encoding,
    Limits,
    SecretNames,
    Settings,
    WriteBack,
)
from orders_pipeline.settings.actions import Ceilings
from orders_pipeline.settings.alerts import Alerts, Mail
from orders_pipeline.settings.home import Home
from orders_pipeline.settings.load import MINIMAL, load_settings, parse_settings
from orders_pipeline.settings.mistakes import BadSettings, Mistake
from orders_pipeline.settings.secret import Secret, resolve_alert_secrets, resolve_secrets

__all__ = [
    "ALL",
    "Account",
    "Acknowledge",
    "Alerts",
    "Approval",
    "Approvals",
    "BadSettings",
    "Ceilings",
    "ChangedBy",
    "Channel",
    "Encoding",
    "Home",
    "Limits",
    "MINIMAL",
    "Mail",
    "Mistake",
    "Secret",
    "SecretNames",
    "Settings",
    "WriteBack",
    "load_settings",
    "parse_settings",
    "resolve_alert_secrets",
    "resolve_secrets",
]
