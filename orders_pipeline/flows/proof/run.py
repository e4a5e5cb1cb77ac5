"""The second proof of completeness, which knows nothing of windows: the hub asked by days of purchase and by its marks.

What is missing is read by id at once and landed for the ordinary load; what was compared is kept as evidence, which the
load takes in too. The first proof is the certificate of each window.
"""

import os
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, timedelta

import msgspec

from orders_pipeline.channels.base import Channel, OrdersRead, Patience
from orders_pipeline.channels.errors import HubError
from orders_pipeline.channels.registry import dialect_of
from orders_pipeline.extract import Step
from orders_pipeline.flows.clock import utc_now
from orders_pipeline.flows.proof.asking import Asking
from orders_pipeline.flows.proof.comparing import finding_of
from orders_pipeline.flows.proof.days import Day, day_of, days_to_prove
from orders_pipeline.flows.proof.held import held_of
from orders_pipeline.flows.read import AS_USUAL, connection_of, reading_of, source_of
from orders_pipeline.flows.read_orders import land_orders
from orders_pipeline.landing import proofs as evidence
from orders_pipeline.landing.account import AccountLanding
from orders_pipeline.landing.journal import PROOFS, Attempted, note
from orders_pipeline.landing.manifest import Purpose
from orders_pipeline.landing.proofs import Finding, ProofRun
from orders_pipeline.model.records.proofs import Proof, ProofKind
from orders_pipeline.model.window import Window, cursor, runs
from orders_pipeline.settings import Account, Home

WHY = "missing or outdated by the second proof"
LOOKED_BACK = timedelta(days=70)  # over earlier proofs: longer than it takes until a day's turn comes again
Line = Callable[[str], None]


class ProofReport(msgspec.Struct, frozen=True, kw_only=True):
    """What one run proved. failures: what could not be proven, a sentence each."""

    run: ProofRun
    failures: tuple[str, ...] = ()

    @property
    def proofs(self) -> tuple[Proof, ...]:
        return tuple(finding.proof for finding in self.run.findings)

    @property
    def incomplete(self) -> tuple[Finding, ...]:
        """Those that leave orders missing or outdated."""
        return tuple(finding for finding in self.run.findings if not finding.proof.is_complete)

    def orders(self, standing: str) -> tuple[str, ...]:
        """The ids under a name of `Finding` (missing, fetched, outdated ...), each once, whatever found them."""
        return tuple(sorted({order_id for finding in self.run.findings for order_id in getattr(finding, standing)}))


class NotRead(ValueError):
    """A day before the account's first: name a later one, or change start_on and backfill."""


class ProofFailed(RuntimeError):
    """Orders are missing or outdated and could not be had, or something was not proven: the next run tries again."""

    def __init__(self, report: ProofReport) -> None:
        self.report = report
        lines = [*map(_left, report.incomplete), *report.failures]
        super().__init__(
            f"account {report.run.account}: {len(report.proofs)} proofs were made, of which {len(report.incomplete)} "
            f"leave orders missing or outdated; {len(report.failures)} could not be made. What is held is not touched, "
            "and the next run tries again.\n" + "\n".join(f"  {line}" for line in lines)
        )


def _left(finding: Finding) -> str:
    proof = finding.proof
    left = proof.missing_count - proof.fetched_count - proof.absent_count
    older = len([one for one in finding.outdated if one in finding.failed])
    why = next(iter(finding.failed.values()), "they have no id that can be read")
    told = [f"{left:,} orders of the hub are missing here"] * bool(left)
    told += [f"{older:,} orders are held older than the hub shows them"] * bool(older)
    return f"{proof.subject}: {' and '.join(told)} and could not be had: {why}"


def prove(
    home: Home,
    account: Account,
    *,
    day: date | None = None,
    environ: Mapping[str, str] = os.environ,
    now: Callable[[], datetime] = utc_now,
    progress: Line = lambda line: None,
    step: Step = lambda name: None,
    patience: Patience = AS_USUAL,
) -> ProofReport:
    """Compare what the hub has with what is held: the days that are due and the marks, or one day alone, by ids.

    Raises ProofFailed, with the report; NotRead; HubError: the hub cannot be asked at all; Busy: another process proves
    the account or reads single orders of it; OtherSource; Damaged: a file of evidence; BadSettings.
    """
    if day is not None and day < account.start_on:
        raise NotRead(f"account {account.name} is read from {account.start_on} on: {day} cannot be proven")
    landing = AccountLanding(home.landing, account.name)
    channel = dialect_of(account.channel).connect(connection_of(home, account, environ, now, patience))
    try:
        with landing.reading(Purpose.SINGLE):
            landing.claim(source_of(account))
            report = _proven(home, account, landing, channel, day, now, progress, step)
    except HubError as error:
        note(landing.folder, Attempted(at=now(), failures=(str(error),)), PROOFS)
        raise
    finally:
        channel.close()
    orders = sum(proof.hub_count for proof in report.proofs)
    made = Attempted(at=now(), windows=len(report.proofs), orders=orders, failures=report.failures)
    note(landing.folder, made, PROOFS)
    if report.failures or report.incomplete:
        raise ProofFailed(report)
    return report


def _proven(
    home: Home,
    account: Account,
    landing: AccountLanding,
    channel: Channel,
    day: date | None,
    now: Callable[[], datetime],
    progress: Line,
    step: Step,
) -> ProofReport:
    source, proved_at, start = source_of(account), now().astimezone(UTC), reading_of(account).start
    days = (
        [day_of(day, account.time_zone, by_id=True)] if day else _due(account, landing, min(channel.hub_now(), now()))
    )
    with_marks = day is None and account.acknowledge == "after_load"
    # First the cursor, then what is held, then the hub: what the windows have passed is then held, or missing.
    live = landing.covered(Purpose.LIVE)
    read_until_at = cursor(start, live) - account.overlap
    certified = runs([*live, *landing.covered(Purpose.BACKFILL)])
    with held_of(home, account.name) as held:
        asking = Asking(
            account.name,
            channel,
            held,
            landing.bodies,
            proved_at=proved_at,
            read_until_at=read_until_at,
            # What was committed late at the end of a run of windows, the next one shows: it need not be there yet.
            read_behind=[Window(one.start, end) for one in certified if (end := one.end - account.overlap) > one.start],
            progress=progress,
        )
        comparisons = list(asking.comparisons(days, start if with_marks else None))
    step("proof: compared")
    read, window_id = OrdersRead(), None
    wanted = {order_id for one in comparisons for order_id in (*one.missing, *(one.outdated or ()))}
    if wanted:
        singles = land_orders(channel, landing, source, sorted(wanted), why=WHY, now=now, progress=progress, step=step)
        read, window_id = singles.read, singles.window_id
    findings = tuple(finding_of(comparison, read, window_id) for comparison in comparisons)
    run = ProofRun(account=account.name, source=source, proved_at=proved_at, findings=findings)
    if findings:
        landing.bodies.sync({one.listed_sha256 for one in comparisons if one.listed_sha256})
        evidence.keep(landing.folder, run)
    step("proof: kept")
    return ProofReport(run=run, failures=tuple(asking.failures))


def _due(account: Account, landing: AccountLanding, now: datetime) -> list[Day]:
    """By the rules, and by when each day was last proven to be complete."""
    proven: dict[date, datetime] = {}
    for proved_at in evidence.kept(landing.folder):
        if now - proved_at > LOOKED_BACK:
            continue
        for proof in (finding.proof for finding in evidence.read(landing.folder, proved_at).findings):
            if proof.kind is ProofKind.CREATED_DAY and proof.is_complete:
                proven[date.fromisoformat(proof.subject)] = proof.proved_at
    return days_to_prove(account.start_on, now, account.time_zone, proven)
