"""The examinations applied to a picture: findings, gravest first, and a line for each area where all is well. Pure."""

import msgspec

from orders_pipeline.flows.doctor.examinations import EXAMINATIONS
from orders_pipeline.flows.doctor.findings import Finding, Severity
from orders_pipeline.flows.doctor.picture import AccountSeen, HubSeen, Link, Picture, Yaml
from orders_pipeline.flows.doctor.words import ago, instant, lasting, many, size


class Line(msgspec.Struct, frozen=True):
    """An area where nothing was found, in a line."""

    area: str
    told: str


class Diagnosis(msgspec.Struct, frozen=True):
    findings: tuple[Finding, ...]
    well: tuple[Line, ...]

    @property
    def severity(self) -> Severity:
        return max((finding.severity for finding in self.findings), default=Severity.WELL)


def diagnose(picture: Picture) -> Diagnosis:
    found = [finding for examine in EXAMINATIONS for finding in examine(picture)]
    found.sort(key=lambda finding: -finding.severity)  # stable: else in the order of the table
    ill = {finding.area for finding in found}
    return Diagnosis(tuple(found), tuple(line for line in _lines(picture) if line.area not in ill))


def _lines(picture: Picture) -> list[Line]:
    lines = [Line("settings", many(len(picture.accounts), "account"))]
    lines += [Line(seen.name, _account(picture, seen)) for seen in picture.accounts]
    lines.append(Line("warehouse", size(picture.warehouse.bytes) if picture.warehouse else "nothing was loaded yet"))
    lines.append(Line("published", _published(picture)))
    lines.append(Line("locks", _locks(picture)))
    growing = sum(seen.landing.bytes_a_day or 0 for seen in picture.accounts)
    lines.append(Line("disk", f"{size(picture.free_bytes)} free; the landing grows by {size(growing)} a day"))
    lines.append(Line("dagster", _dagster(picture)))
    lines.append(Line("alerts", _alerts(picture)))
    lines.append(Line("actions", _actions(picture)))
    return lines


def _account(picture: Picture, seen: AccountSeen) -> str:
    reached = seen.read_until
    until = f"read until {instant(reached)}, {ago(picture.hub_at - reached)}" if reached else "not read yet"
    checked = f" · newest {many(seen.landing.looked_into, 'certificate')} in order" if seen.landing.looked_into else ""
    clock = " by the sandbox's clock" if picture.is_demo and reached else ""
    asked = "".join(f" · {_hub(hub)}" for hub in picture.hubs if hub.account == seen.name)
    waits = f" · {many(seen.waiting, 'window waits', 'windows wait')}" if seen.waiting else ""
    until = f"no longer listed by its hub, {until}" if seen.account.is_gone else until
    return f"{until}{clock}{checked} · {picture.quarantined(seen.name):,} quarantined{waits}{asked}"


def _hub(hub: HubSeen) -> str:
    return "its hub answers" + ("" if hub.orders is None else f", {hub.orders:,} orders changed within a day")


def _published(picture: Picture) -> str:
    snapshot = picture.published
    if snapshot is None:
        return "nothing is published yet" if picture.link is Link.ABSENT else "cannot be read"
    return f"snapshot {snapshot.number}, made {ago(picture.at - snapshot.made_at)}, {size(snapshot.bytes)}"


def _locks(picture: Picture) -> str:
    if picture.locks is None:
        return "this system does not tell who holds them"
    held = [
        f"process {lock.pid} is {lock.what}" + (f", since {lasting(picture.at - lock.since)}" if lock.since else "")
        for lock in picture.locks
    ]
    return " · ".join(held) or "none is held"


def _dagster(picture: Picture) -> str:
    seen = picture.dagster
    if seen is None:
        return "cannot be looked at"
    parts = [dict(seen.versions)["dagster"]]
    parts.append(f"daemon heard of {ago(picture.at - seen.heartbeat_at)}" if seen.heartbeat_at else "no daemon yet")
    parts += ["dagster.yaml is your own"] if seen.yaml is Yaml.OWN else []
    return " · ".join(parts)


def _actions(picture: Picture) -> str:
    writers = [seen.name for seen in picture.accounts if seen.account.write_back == "on"]
    waiting = len(picture.actions.open_steps) if picture.actions else 0
    return f"{', '.join(writers) or 'no account'} may write · {many(waiting, 'request')} not at an end"


def _alerts(picture: Picture) -> str:
    ways = ["webhook"] * bool(picture.alerts.webhook) + ["mail"] * bool(picture.alerts.mail)
    return " and ".join(ways) or "off; [alerts] in accounts.toml switches them on"
