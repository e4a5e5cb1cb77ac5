"""Is every account proven by the second proof, every day, and did it find everything? Pure."""

from collections.abc import Iterator
from datetime import timedelta

from orders_pipeline.flows.doctor.findings import Finding, Severity, trouble, warning
from orders_pipeline.flows.doctor.picture import Picture
from orders_pipeline.flows.doctor.words import ago, instant, many

PROVEN_WITHIN = timedelta(days=3)
OFTEN = 3  # nights in a row that are no accident any more


def found(picture: Picture) -> Iterator[Finding]:
    """What the newest second proof found: orders that the windows should have shown. And that there is a newest one."""
    gone = {seen.name for seen in picture.accounts if seen.account.is_gone}
    for proof in picture.published.proofs if picture.published else ():
        prove = f"orders-pipeline prove {proof.account}"
        said = f"The second proof of {instant(proof.proved_at)}"
        if proof.still_missing:
            what = f"{said} found {many(proof.still_missing, 'order')} at the hub that we do not hold."
            yield trouble("proof_failed", proof.account, what, prove)
        if proof.fetched:
            what = f"{said} found {many(proof.fetched, 'order')} that the windows had missed, and fetched them."
            yield warning("windows_missed_orders", proof.account, what, f"report it, then look again: {prove}")
        is_due = not picture.is_demo and proof.account not in gone
        if is_due and picture.at - proof.proved_at > PROVEN_WITHIN:
            what = f"The last second proof was made {ago(picture.at - proof.proved_at)}; it belongs to every day."
            yield warning("proof_old", proof.account, what, prove)


def never_made(picture: Picture) -> Iterator[Finding]:
    """Accounts that are read for days, and were never asked in another way whether anything is missing."""
    proven = {proof.account for proof in picture.published.proofs} if picture.published else set()
    for seen in picture.accounts:
        first = min((attempt.at for attempt in seen.landing.attempts), default=None)
        if picture.is_demo or seen.account.is_gone or first is None or seen.name in proven or seen.landing.proofs:
            continue
        if picture.at - first > PROVEN_WITHIN:
            what = f"It is read since {instant(first)} at the latest, and no second proof of it was ever made."
            next_step = f"orders-pipeline prove {seen.name}; every night by itself: orders-pipeline dev"
            yield warning("never_proven", seen.name, what, next_step)


def not_made(picture: Picture) -> Iterator[Finding]:
    """The last second proof could not be made, wholly or in part: in its own words, and how often it was so."""
    for seen in picture.accounts:
        failed = 0
        for attempt in reversed(seen.landing.proofs):
            if not attempt.failures:
                break
            failed += 1
        if not failed:
            continue
        newest = seen.landing.proofs[-1]
        sentence = newest.failures[0].removeprefix(f"account {seen.name}: ")
        rest = f" and {len(newest.failures) - 1:,} more" if len(newest.failures) > 1 else ""
        times = f", {many(failed, 'time')} in a row" if failed > 1 else ""
        what = f"The second proof {ago(picture.at - newest.at)} could not be made{times}: {sentence}{rest}"
        severity = Severity.TROUBLE if failed >= OFTEN else Severity.WARNING
        next_step = f"orders-pipeline prove {seen.name}"
        yield Finding(severity=severity, code="proof_not_made", area=seen.name, sentence=what, next=next_step)
