"""Sends what was approved: each step once, stored before the first byte, and whatever ends oddly is in doubt.

Nothing here retries: a step that comes back as not sent waits for the next dispatch.
"""

from collections.abc import Callable, Collection, Mapping
from datetime import datetime
from decimal import Decimal

import msgspec

from orders_pipeline.actions.commands import plan_again
from orders_pipeline.actions.hub import Hub
from orders_pipeline.actions.journal import Entry, Journal, JournalRefuses, StepEntry
from orders_pipeline.model.action_states import FINAL, Event, State
from orders_pipeline.model.outcomes import Outcome

Hubs = Callable[[str], Hub]
GOES_ON = frozenset({State.ACCEPTED, State.SETTLED})


class Ceilings(msgspec.Struct, frozen=True, kw_only=True):
    """The most that one dispatch may send: steps, and those of them that move money.

    money_per_day: by currency, in any 24 hours, whoever sent it.
    """

    steps: int = 500
    money_steps: int = 100
    money_per_day: Mapping[str, Decimal] = {}


class Sent(msgspec.Struct, frozen=True, kw_only=True):
    """What became of a step, with a sentence for people."""

    account: str
    order_id: str
    key: str
    number: int
    state: State
    sentence: str


def dispatch(
    journal: Journal,
    hubs: Hubs,
    *,
    owner: str,
    now: Callable[[], datetime],
    accounts: Collection[str] | None = None,
    ceilings: Ceilings | None = None,
    each: Callable[[Sent], None] = lambda sent: None,
    step: Callable[[str], None] = lambda name: None,
) -> list[Sent]:
    """Every approved step, oldest intent first, one after the other; an intent's steps in their order.

    owner: a living name of `journal.owners`. accounts: whose steps may be sent; None: everybody's. Raises what `hubs`
    raises for an account that cannot be connected.
    """
    ceilings = ceilings or Ceilings()
    done: list[Sent] = []
    begun = money = 0
    journal.recover(at=now())
    for entry in journal.entries({State.APPROVED}):
        if accounts is not None and entry.account not in accounts:
            continue
        for waiting in entry.steps:
            if waiting.state in GOES_ON:
                continue
            if waiting.state is not State.APPROVED:
                done += _left_behind(entry, waiting)
                break
            if begun >= ceilings.steps or (waiting.moves_money and money >= ceilings.money_steps):
                done.append(_told(waiting, "the ceiling of one run is reached; the next run goes on"))
                break
            most = ceilings.money_per_day.get(waiting.currency or "")
            sent = _one(journal, hubs(entry.account), entry, waiting, owner, now, step, most)
            done.append(sent)
            each(sent)
            if sent.state in (State.APPROVED, State.PLANNED):
                break
            begun, money = begun + 1, money + waiting.moves_money
            if sent.state not in GOES_ON:
                break
    return done


def _one(
    journal: Journal,
    hub: Hub,
    entry: Entry,
    waiting: StepEntry,
    owner: str,
    now: Callable[[], datetime],
    step: Callable[[str], None],
    most_a_day: Decimal | None,
) -> Sent:
    step("fresh read")
    wanted = entry.plan.steps[waiting.number]
    try:
        digest = hub.digest_of(entry.plan, waiting.number)
    except Exception as error:  # a read that failed: nothing was sent, the next dispatch tries again
        return _told(waiting, f"the order cannot be read now, so nothing is sent: {type(error).__name__}: {error}")
    try:
        if digest != wanted.digest:
            anew = plan_again(waiting.account, waiting.key)
            why = f"the order has changed since the plan was made; plan it again, and approve that plan: {anew}"
            return _told(journal.change(waiting, Event.STALE, at=now(), who="dispatch", why=why), why)
        step("before it is stored as sending")
        sending = journal.begin(waiting, at=now(), owner=owner, most_a_day=most_a_day)
    except JournalRefuses as refused:
        return _told(waiting, str(refused))
    step("stored, no byte sent")
    outcome = Outcome(event=Event.IN_DOUBT, sentence="sending ended by an error of this program")
    try:
        outcome = hub.send(entry.plan, waiting.number)
        step("answered, not stored")
    finally:
        told = journal.change(
            sending, outcome.event, at=now(), who="dispatch", why=outcome.sentence, evidence=outcome.evidence
        )
    step("stored as answered")
    return _told(told, outcome.sentence)


def _left_behind(entry: Entry, ended: StepEntry) -> list[Sent]:
    """What stays approved and is never sent, because a part before it had no effect: a person is told of it."""
    if ended.state not in FINAL:
        return []
    why = (
        f"an earlier part of {entry.key} is {ended.state}, so this is not sent. Withdraw it (orders-pipeline actions "
        f"withdraw {entry.key}), and ask for what is still meant under a key of its own"
    )
    return [_told(step, why) for step in entry.steps[ended.number + 1 :] if step.state is State.APPROVED]


def _told(step: StepEntry, sentence: str) -> Sent:
    return Sent(
        account=step.account,
        order_id=step.order_id,
        key=step.key,
        number=step.number,
        state=step.state,
        sentence=sentence,
    )
