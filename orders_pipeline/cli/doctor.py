"""`doctor`: the health of the home on one screen, for people and for monitoring. Imports no Dagster."""

import os
from collections.abc import Mapping
from datetime import UTC, datetime
from shlex import quote
from textwrap import wrap
from typing import Annotated

import typer
from msgspec.structs import replace

from orders_pipeline.cli.credentials import SECRETS
from orders_pipeline.cli.output import AsJson, err, out, progress, say_json
from orders_pipeline.defs.dagster_home import committed
from orders_pipeline.flows.doctor.diagnosis import Diagnosis, diagnose
from orders_pipeline.flows.doctor.findings import Severity
from orders_pipeline.flows.doctor.gather import gather, is_demo
from orders_pipeline.flows.doctor.hubs import ask_hubs as asked
from orders_pipeline.flows.doctor.picture import Picture
from orders_pipeline.flows.doctor.telling import tell_findings
from orders_pipeline.flows.doctor.words import instant
from orders_pipeline.settings import Home

MARKS = {Severity.TROUBLE: "✗", Severity.WARNING: "!"}
SUMMARY = {
    Severity.WELL: "All is well.",
    Severity.WARNING: "Orders come in; something is to be looked at.",
    Severity.TROUBLE: "Something needs a person.",
}


def doctor(
    ctx: typer.Context,
    ask_hubs: Annotated[
        bool, typer.Option("--ask-hubs", help="Also ask each hub for its clock and one count: three requests each.")
    ] = False,
    tell: Annotated[
        bool, typer.Option("--tell", help="Also tell what is new by the [alerts] of accounts.toml; for cron.")
    ] = False,
    json: AsJson = False,
) -> None:
    """Show what is wrong, and the next command for each of it. Reads files only: no hub is asked, no lock taken.

    Exit codes, as Nagios and its kin read them: 0 all is well, 1 warnings (orders come in; look when there is time),
    2 something needs a person now.
    """
    home: Home = ctx.obj
    environ = _environ(home)
    picture = gather(home, environ, datetime.now(UTC), committed())
    if ask_hubs:
        with progress("Asking the hubs"):
            picture = replace(picture, hubs=asked(home, picture, environ))
    diagnosis = _for_home(home, diagnose(picture))
    if tell:
        for alert in tell_findings(home, picture, diagnosis, environ):
            err().print(f"Told: {alert.what}")
    if json:
        say_json(_told(picture, diagnosis))
    else:
        _show(picture, diagnosis)
    raise typer.Exit(int(diagnosis.severity))


def _for_home(home: Home, diagnosis: Diagnosis) -> Diagnosis:
    """The next commands as they must be typed here: for this home, where a plain command would take another."""
    if home == Home.from_environment(os.environ):
        return diagnosis
    command = f"orders-pipeline --home {quote(str(home.root))} "
    findings = (replace(one, next=one.next.replace("orders-pipeline ", command)) for one in diagnosis.findings)
    return replace(diagnosis, findings=tuple(findings))


def _environ(home: Home) -> Mapping[str, str]:
    """With the sandbox's made-up credentials where accounts.toml is the demo's."""
    return os.environ | SECRETS if is_demo(home) else os.environ


def _told(picture: Picture, diagnosis: Diagnosis) -> dict[str, object]:
    return {
        "severity": diagnosis.severity.name.lower(),
        "exit_code": int(diagnosis.severity),
        "at": picture.at,
        "home": str(picture.home),
        "findings": [
            {
                "severity": finding.severity.name.lower(),
                "code": finding.code,
                "area": finding.area,
                "sentence": finding.sentence,
                "next": finding.next,
            }
            for finding in diagnosis.findings
        ],
        "well": {line.area: line.told for line in diagnosis.well},
        "accounts": [
            {
                "account": seen.name,
                "read_until": seen.read_until,
                "behind_seconds": int((picture.hub_at - seen.read_until).total_seconds()) if seen.read_until else None,
                "last_success_at": seen.last_success_at,
                "windows_waiting": seen.waiting,
                "quarantined": picture.quarantined(seen.name),
            }
            for seen in picture.accounts
        ],
    }


def _show(picture: Picture, diagnosis: Diagnosis) -> None:
    console = out()
    console.print(f"{picture.home} at {instant(picture.at)}: {SUMMARY[diagnosis.severity]}")
    width = max((len(one.area) for one in (*diagnosis.findings, *diagnosis.well)), default=0)
    indent = " " * (width + 4)
    room = console.width - len(indent) if console.is_terminal else None
    if diagnosis.findings:
        console.print()
    for finding in diagnosis.findings:
        sentence = "\n".join(_wrapped(finding.sentence, room))
        console.print(f"{MARKS[finding.severity]} {finding.area:<{width}}  {_hanging(sentence, indent)}")
        console.print(f"{indent}→ {_hanging(finding.next, indent + '  ')}")  # never wrapped: it is to be copied
    console.print()
    for line in diagnosis.well:
        console.print(f"  {line.area:<{width}}  {line.told}")


def _wrapped(text: str, room: int | None) -> list[str]:
    """Whole words on lines of a terminal; as it is elsewhere, for who searches it."""
    lines = text.splitlines()
    return lines if room is None else [part for line in lines for part in wrap(line, max(room, 40)) or [""]]


def _hanging(text: str, indent: str) -> str:
    return text.replace("\n", f"\n{indent}")
