"""What is examined, as a table: pure functions of the picture, each about one kind of trouble, in the order of telling.

A new trouble is a new function in one of these modules, and its name here.
"""

from collections.abc import Callable, Iterator

from orders_pipeline.flows.doctor.examinations import (
    actions,
    dagster,
    hubs,
    landing,
    machine,
    proofs,
    reading,
    settings,
    tables,
)
from orders_pipeline.flows.doctor.findings import Finding
from orders_pipeline.flows.doctor.picture import Picture

Examination = Callable[[Picture], Iterator[Finding]]

EXAMINATIONS: tuple[Examination, ...] = (
    settings.mistakes,
    settings.secrets,
    settings.alert_secrets,
    settings.zone_data,
    machine.clock,
    landing.other_source,
    reading.never_read,
    reading.gone,
    reading.attempts,
    reading.cursor_age,
    reading.gaps_between_windows,
    reading.token_life,
    reading.pauses,
    landing.damage,
    landing.strangers,
    tables.link,
    tables.snapshot_files,
    tables.versions,
    tables.waiting,
    tables.quarantine,
    proofs.found,
    proofs.never_made,
    proofs.not_made,
    actions.doubts,
    actions.journal,
    actions.approvals,
    actions.approved,
    machine.locks,
    machine.disk,
    machine.growth,
    machine.unfinished,
    dagster.packages,
    dagster.own_settings,
    dagster.switches,
    dagster.daemon,
    dagster.last_runs,
    hubs.answers,
    hubs.clocks,
    machine.unseen,
)
