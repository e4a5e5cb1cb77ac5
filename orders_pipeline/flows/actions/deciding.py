"""What people decide: approve, withdraw, say what became of a doubt, stop everything, go on. Each with who and why.

Speaks to no hub. Everything is kept as an event of the journal.
"""

from datetime import datetime

from orders_pipeline.actions.commands import plan_again
from orders_pipeline.actions.journal import Entry, Journal, JournalRefuses, Moved, NoSuchIntent
from orders_pipeline.model.action_states import Event, NotPossible, State

SHORTEST_HASH = 12
_UNSENT = frozenset({State.PLANNED, State.APPROVED})


class BadDecision(JournalRefuses):
    """The command lacks something, or means nothing here; a person changes it."""


def entry_of(journal: Journal, key: str, account: str | None) -> Entry:
    """Raises NoSuchIntent; BadDecision: several accounts have the key."""
    if account is not None:
        return journal.entry(account, key)
    found = journal.named(key)
    if not found:
        raise NoSuchIntent(f"no account has an action {key}. orders-pipeline actions status lists them.")
    if len(found) > 1:
        names = ", ".join(entry.account for entry in found)
        raise BadDecision(f"several accounts have an action {key}: {names}. Add --account.")
    return found[0]


def approve(journal: Journal, entry: Entry, *, plan_hash: str | None, who: str, why: str, at: datetime) -> Entry:
    """plan_hash: of the plan that was looked at, its first 12 characters at the least; None: the plan of `entry`.

    Raises Moved: it is another plan; NotPossible: nothing of it waits for an approval; BadDecision.
    """
    _must_say(why, "why")
    if plan_hash is not None and len(plan_hash) < SHORTEST_HASH:
        raise BadDecision(f"--plan-hash needs at least {SHORTEST_HASH} characters of the hash.")
    if plan_hash is not None and not entry.plan_hash.startswith(plan_hash):
        anew = plan_again(entry.account, entry.key)
        raise Moved(f"{entry.key} has another plan. Look at it again: {anew}")
    if not any(step.state is State.PLANNED for step in entry.steps):
        raise NotPossible(f"nothing of {entry.key} waits for an approval: it is {_states(entry)}")
    return journal.approve(entry.account, entry.key, entry.plan_hash, at=at, who=who, why=why)


def withdraw(journal: Journal, entry: Entry, *, who: str, why: str, at: datetime) -> Entry:
    """Takes back what was not sent yet. Raises NotPossible: all of it was; Moved: it is being sent just now."""
    _must_say(why, "why")
    unsent = [step for step in entry.steps if step.state in _UNSENT]
    if not unsent:
        raise NotPossible(f"{entry.key} cannot be taken back: it is {_states(entry)}")
    for step in reversed(unsent):
        journal.change(step, Event.WITHDRAW, at=at, who=who, why=why)
    return journal.entry(entry.account, entry.key)


def resolve(
    journal: Journal, entry: Entry, *, number: int, happened: bool, evidence: str, who: str, why: str, at: datetime
) -> Entry:
    """What became of a step in doubt, shown by a person. number: from 1. Raises NotPossible, BadDecision, Moved."""
    _must_say(why, "why")
    _must_say(evidence, "evidence")
    if not 1 <= number <= len(entry.steps):
        raise BadDecision(f"{entry.key} has no step {number}; it has {len(entry.steps)}.")
    event = Event.SHOWN_DONE if happened else Event.SHOWN_NOT_DONE
    journal.change(entry.steps[number - 1], event, at=at, who=who, why=why, evidence=evidence)
    return journal.entry(entry.account, entry.key)


def stop(journal: Journal, *, who: str, why: str, at: datetime) -> None:
    _must_say(why, "why")
    journal.stop(at=at, who=who, why=why)


def go(journal: Journal, *, who: str, why: str, at: datetime) -> None:
    _must_say(why, "why")
    journal.go(at=at, who=who, why=why)


def _must_say(text: str, what: str) -> None:
    if not text.strip():
        raise BadDecision(f"--{what} is empty: say it in a few words; it is kept.")


def _states(entry: Entry) -> str:
    return ", ".join(dict.fromkeys(str(step.state) for step in entry.steps))
