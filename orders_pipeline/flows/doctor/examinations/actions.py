"""Actions out: is anything in doubt, stopped, waiting for a person, or waiting in vain? Pure."""

from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal
from itertools import groupby

from orders_pipeline.actions.journal import StepEntry
from orders_pipeline.flows.doctor.findings import Finding, Severity, trouble, warning
from orders_pipeline.flows.doctor.picture import Picture
from orders_pipeline.flows.doctor.words import ago, many
from orders_pipeline.model.action_states import State

ACTIONS = "actions"
DOUBTS = "orders-pipeline actions doubts"
LOOKED_AT_WITHIN = timedelta(hours=2)  # the last look is made after one
WAITS_TOO_LONG = timedelta(hours=1)


def doubts(picture: Picture) -> Iterator[Finding]:
    """What is parked needs a person; what is unknown is looked at by itself, where anything looks."""
    for account, steps in _by_account(picture, State.UNKNOWN, State.PARKED):
        parked = [step for step in steps if step.state is State.PARKED]
        oldest = picture.at - min(step.sent_at or step.updated_at for step in steps)
        what = (
            f"{many(len(steps), 'request is', 'requests are')} in doubt, {len(parked)} of them parked, the oldest sent "
            f"{ago(oldest)}{_at_stake(steps)}. None is sent again."
        )
        is_for_a_person = bool(parked) or oldest > LOOKED_AT_WITHIN
        severity = Severity.TROUBLE if is_for_a_person else Severity.WARNING
        next_step = DOUBTS if parked else "orders-pipeline actions look"
        yield Finding(severity=severity, code="actions_in_doubt", area=account, sentence=what, next=next_step)


def journal(picture: Picture) -> Iterator[Finding]:
    """A journal that was restored sends no money; one that was stopped sends nothing."""
    seen = picture.actions
    if seen is not None and seen.restored:
        next_step = 'orders-pipeline actions reconcile; then: orders-pipeline actions go --why "…"'
        yield trouble("journal_restored", ACTIONS, f"No money is sent: {seen.restored}.", next_step)
    if seen is not None and seen.stopped:
        next_step = 'orders-pipeline actions go --why "…"'
        yield warning("sending_stopped", ACTIONS, f"Nothing is sent: {seen.stopped}.", next_step)


def approvals(picture: Picture) -> Iterator[Finding]:
    for account, steps in _by_account(picture, State.PLANNED):
        oldest = picture.at - min(step.updated_at for step in steps)
        if oldest > WAITS_TOO_LONG:
            keys = len({step.key for step in steps})
            what = f"{many(keys, 'action waits', 'actions wait')} for an approval, the oldest planned {ago(oldest)}."
            yield warning("approvals_waiting", account, what, f"orders-pipeline actions status --account {account}")


def approved(picture: Picture) -> Iterator[Finding]:
    """Approved and not sent: the account is in dry run, or nobody applies."""
    may_write = {seen.name: seen.account.write_back == "on" for seen in picture.accounts}
    for account, steps in _by_account(picture, State.APPROVED):
        count = many(len({step.key for step in steps}), "approved action waits", "approved actions wait")
        oldest = picture.at - min(step.updated_at for step in steps)
        if not may_write.get(account, False):
            next_step = f'write write_back = "on" for {account} in accounts.toml, or withdraw them'
            yield warning("approved_in_dry_run", account, f"{count}, and the account is in dry run.", next_step)
        elif oldest > WAITS_TOO_LONG and not (picture.actions and picture.actions.stopped):
            what = f"{count} to be sent, the oldest since {ago(oldest)}."
            yield warning("approved_not_sent", account, what, f"orders-pipeline actions apply {account}")


def _by_account(picture: Picture, *states: State) -> Iterator[tuple[str, list[StepEntry]]]:
    steps = [step for step in (picture.actions.open_steps if picture.actions else ()) if step.state in states]
    for account, group in groupby(sorted(steps, key=lambda step: step.account), key=lambda step: step.account):
        yield account, list(group)


def _at_stake(steps: list[StepEntry]) -> str:
    sums: dict[str, Decimal] = {}
    for step in steps:
        if step.amount:
            sums[step.currency or "?"] = sums.get(step.currency or "?", Decimal(0)) + step.amount
    said = ", ".join(f"{amount} {currency}" for currency, amount in sorted(sums.items()))
    return f", with {said} at stake" if said else ""
