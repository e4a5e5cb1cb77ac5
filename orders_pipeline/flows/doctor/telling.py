"""`doctor --tell`: the findings as alerts, for who runs the commands by cron and has no sensor of Dagster.

Remembers in the home what was told, so that each trouble is told once, again while it lasts, and when it is over.
"""

from collections.abc import Iterator, Mapping

import msgspec

from orders_pipeline.flows.alerts.alert import Alert
from orders_pipeline.flows.alerts.series import Memory, Outcome, Series
from orders_pipeline.flows.alerts.telling import tell
from orders_pipeline.flows.doctor.diagnosis import Diagnosis
from orders_pipeline.flows.doctor.findings import Finding, Severity
from orders_pipeline.flows.doctor.picture import Picture
from orders_pipeline.landing.durable import write_new
from orders_pipeline.settings import Home


def tell_findings(home: Home, picture: Picture, diagnosis: Diagnosis, environ: Mapping[str, str]) -> list[Alert]:
    """What was told now; nothing where no alerts are set."""
    if picture.alerts.are_off:
        return []
    memory, told = tell(
        picture.alerts,
        held := _held(home),
        [*_troubles(picture, diagnosis.findings), *_over(picture, diagnosis.findings, held)],
        environ=environ,
        budgets=home.budgets,
        now=picture.at,
    )
    write_new(home.told_file, msgspec.json.encode(memory))
    return told


def _held(home: Home) -> Memory:
    """What is not there or cannot be read was never told: rather twice than not at all."""
    try:
        return msgspec.json.decode(home.told_file.read_bytes(), type=dict[str, Series])
    except (FileNotFoundError, msgspec.MsgspecError):
        return {}


def _troubles(picture: Picture, findings: tuple[Finding, ...]) -> Iterator[Outcome]:
    for finding in findings:
        yield Outcome(
            subject=finding.key,
            at=picture.at,
            kind=f"{finding.severity.name} {finding.code}",  # a warning that grows into a trouble is told anew
            alert=Alert(
                what=f"{finding.severity.name.capitalize()}: {finding.area}, {finding.code}",
                sentence=finding.sentence,
                next=finding.next,
                at=picture.at,
                account=finding.area if finding.area in {seen.name for seen in picture.accounts} else None,
            ),
            over=f"Well again: {finding.area}, {finding.code}",
            is_repeated=finding.severity is Severity.TROUBLE,
        )


def _over(picture: Picture, findings: tuple[Finding, ...], held: Memory) -> Iterator[Outcome]:
    still = {finding.key for finding in findings}
    return (Outcome(subject=subject, at=picture.at) for subject in held if subject not in still)
