"""accounts.toml, the variables that it names, the zones that it needs. Pure. No value of a secret is at hand."""

from collections.abc import Iterator

from orders_pipeline.flows.doctor.findings import Finding, trouble, warning
from orders_pipeline.flows.doctor.picture import Picture

SETTINGS, ALERTS = "settings", "alerts"


def mistakes(picture: Picture) -> Iterator[Finding]:
    """Every mistake of accounts.toml at once: with one of them nothing runs."""
    for one in picture.mistakes:
        place = f"line {one.line}: " if one.line else ""
        what = f"{picture.home / 'accounts.toml'}: {place}{one.where} {one.what}."
        yield trouble("settings_mistake", SETTINGS, what, one.remedy)


def secrets(picture: Picture) -> Iterator[Finding]:
    """Variables that are not set here; monitoring needs the same environment as the runs."""
    for seen in picture.accounts:
        for one in seen.unset:
            yield trouble("secret_missing", seen.name, f"{one.where} {one.what}.", one.remedy)


def alert_secrets(picture: Picture) -> Iterator[Finding]:
    for one in picture.alerts_unset:
        yield warning("alert_secret_missing", ALERTS, f"{one.where} {one.what}: nobody is told.", one.remedy)


def zone_data(picture: Picture) -> Iterator[Finding]:
    if not picture.zones_known:
        what = "This machine has no time zone data: the days of merchants cannot be told."
        yield trouble("no_time_zones", SETTINGS, what, "pip install tzdata")
