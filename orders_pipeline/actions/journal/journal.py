"""The journal itself: what may be asked of it, each a transaction of its own."""

from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from orders_pipeline.actions.commands import plan_again
from orders_pipeline.actions.journal import switches
from orders_pipeline.actions.journal.ceiling import refuse_more_than
from orders_pipeline.actions.journal.entries import Entry, EventRow, StepEntry, entry_of, step_of
from orders_pipeline.actions.journal.errors import KeyTaken, Moved, NoEvidence, NoSuchIntent, NotNow, Stopped
from orders_pipeline.actions.journal.generation import DATABASE, Generation
from orders_pipeline.actions.journal.owners import is_alive
from orders_pipeline.actions.journal.planned import intent_row, step_row
from orders_pipeline.actions.journal.reads import acknowledged, events_of
from orders_pipeline.actions.journal.tables import INTENTS, STEPS, metadata
from orders_pipeline.actions.journal.writes import all_changed, changed, compared_and_set, tell, tell_refusal
from orders_pipeline.model.action_states import EVIDENCE, OPEN, SETTLES_WITHIN, Event, State
from orders_pipeline.model.actions import Intent
from orders_pipeline.model.plans import Plan, Refusal

_BUSY_SECONDS = 30
_COMPILED: dict[Any, Any] = {}  # statements, written once a process; journals are opened often and briefly
_STILL_PLANNED = frozenset({State.PLANNED, State.APPROVED})


class Journal:
    """Open one for as long as it is needed; several processes may have it open at once. All instants are UTC.

    step: called before and after every change is durable, for tests that end a process there.
    """

    def __init__(
        self, folder: Path, url: str | None = None, *, step: Callable[[str], None] = lambda name: None
    ) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.folder, self._made, self._step = folder, Generation(folder), step
        self._engine = _engine(url or f"sqlite:///{folder / DATABASE}")
        with self._writing("open") as connection:
            metadata.create_all(connection)

    def add(self, plan: Plan, *, at: datetime, who: str) -> Entry:
        """The intent with its plan; where its key stands already for the same content, what became of that.

        A plan made anew takes the place of the old one, and ends its approval, as long as no step was sent.
        Raises KeyTaken.
        """
        intent = plan.intent
        with self._writing("add") as connection:
            held = self._same(connection, intent)
            if held is not None:
                if held.plan_hash == plan.hash() or any(step.state not in _STILL_PLANNED for step in held.steps):
                    return held
                for table in (STEPS, INTENTS):
                    connection.execute(sa.delete(table).where(_is(table, intent.account, intent.key)))
            revision = 1 + max((step.revision for step in held.steps), default=0) if held else 0
            connection.execute(sa.insert(INTENTS).values(intent_row(plan, held.created_at if held else at)))
            for number, wanted in enumerate(plan.steps):
                connection.execute(sa.insert(STEPS).values(step_row(plan, number, at, revision)))
                step = self._one(connection, intent.account, intent.key, number)
                tell(connection, step, at, "plan", who, wanted.draft.sentence, None)
            return self._held(connection, intent.account, intent.key)

    def find(self, intent: Intent) -> Entry | None:
        """What stands under the intent's key. Raises KeyTaken: it is about something else."""
        with self._reading() as connection:
            return self._same(connection, intent)

    def refuse(self, refusal: Refusal, *, at: datetime, who: str) -> None:
        """Keeps that it was asked and why it was refused; the key stays free."""
        with self._writing("refuse") as connection:
            tell_refusal(connection, refusal, at, who)

    def approve(self, account: str, key: str, plan_hash: str, *, at: datetime, who: str, why: str) -> Entry:
        """Every planned step may be sent. Raises Moved: the plan is another than the one that was agreed to."""
        with self._writing("approve") as connection:
            entry = self._held(connection, account, key)
            if entry.plan_hash != plan_hash:
                raise Moved(f"the plan of {key} has changed since. Look at it again: {plan_again(account, key)}")
            told = {"approved_by": who, "approved_why": why}
            connection.execute(sa.update(INTENTS).where(_is(INTENTS, account, key)).values(**told))
            for step in entry.steps:
                if step.state is State.PLANNED:
                    changed(connection, step, Event.APPROVE, at=at, who=who, why=why)
            return self._held(connection, account, key)

    def begin(self, step: StepEntry, *, at: datetime, owner: str, most_a_day: Decimal | None = None) -> StepEntry:
        """The law of sending: stored, then counted outside, both durably, before the first byte. One caller gets it.

        most_a_day: money of the step's currency that 24 hours may return, this one included; None: any amount.
        Raises Moved: somebody else has it; NotNow: other money of the order is in flight, or the day's is spent;
        Stopped.
        """
        with self._writing("begin") as connection:
            self._refuse_stopped(connection, step)
            if step.moves_money:
                self._refuse_second(connection, step)
                refuse_more_than(connection, step, at, most_a_day)
            is_behind = self._made.read() > switches.count(connection)
            if not is_behind:
                switches.set_count(connection, switches.count(connection) + 1, who="dispatch", why="a sending", at=at)
            number = switches.count(connection)
            sent = {"owner": owner, "sent_at": at.isoformat()}
            begun = changed(connection, step, Event.BEGIN, at=at, who="dispatch", why="about to be sent", **sent)
        self._made.count_one(number, at=at, is_behind=is_behind)
        return begun

    def change(
        self, step: StepEntry, event: Event, *, at: datetime, who: str, why: str, evidence: str | None = None
    ) -> StepEntry:
        """Raises Moved: somebody else changed it; NotPossible: the event cannot meet its state; NotNow: it may still
        arrive, so that nobody can have shown that it did not; NoEvidence.
        """
        if event in EVIDENCE and not evidence:
            raise NoEvidence(
                f"{step.key} stays {step.state}: that it was {event} is told without what was read or seen"
            )
        if event is Event.SHOWN_NOT_DONE and step.sent_at is not None and at < (over := step.sent_at + SETTLES_WITHIN):
            raise NotNow(
                f"{step.key} was sent at {step.sent_at:%H:%M}Z and may still arrive at the hub: that it was not done "
                f"can be shown from {over:%Y-%m-%d %H:%M}Z on"
            )
        with self._writing("change") as connection:
            return changed(connection, step, event, at=at, who=who, why=why, evidence=evidence)

    def looked(self, step: StepEntry, *, at: datetime, next_at: datetime | None, why: str) -> StepEntry:
        """The hub was looked at and showed nothing new: when to look again. Raises Moved."""
        with self._writing("looked") as connection:
            told = {"looks": step.looks + 1, "look_at": next_at.isoformat() if next_at else None}
            seen = compared_and_set(connection, step, at, told)
            tell(connection, seen, at, "looked", "look-up", why, None)
            return seen

    def recover(self, *, at: datetime) -> list[StepEntry]:
        """Sendings whose process is no more are in doubt from now on; those of the living are left alone."""
        with self._writing("recover") as connection:
            rows = connection.execute(sa.select(STEPS).where(STEPS.c.state == str(State.SENDING))).all()
            sending = [step_of(row) for row in rows]
            alive = {name: is_alive(self.folder, name) for name in {step.owner or "" for step in sending}}
            why = "the process that sent it ended before an answer was stored"
            ended = [step for step in sending if not alive[step.owner or ""]]
            return all_changed(connection, ended, Event.IN_DOUBT, at=at, who="recovery", why=why)

    def stop(self, *, at: datetime, who: str, why: str) -> None:
        """The kill switch: nothing at all is sent until `go`."""
        with self._writing("stop") as connection:
            switches.set_stopped(connection, True, who=who, why=why, at=at)

    def go(self, *, at: datetime, who: str, why: str) -> None:
        """Sending may go on. Of a restored journal: a person says that it was reconciled. Raises NotNow: too early."""
        with self._writing("go") as connection:
            switches.refuse_early(connection, self._made.read(), self._made.last_at(), at)
            switches.set_stopped(connection, False, who=who, why=why, at=at)
            number = max(switches.count(connection), self._made.read())
            switches.set_count(connection, number, who=who, why=why, at=at)

    def why_nothing_is_sent(self, *, money: bool) -> str | None:
        """The sentence; None: it may be sent."""
        with self._reading() as connection:
            return self._why_not(connection, money)

    def entry(self, account: str, key: str) -> Entry:
        """Raises NoSuchIntent."""
        with self._reading() as connection:
            return self._held(connection, account, key)

    def entries(self, states: Collection[State] = (), account: str | None = None) -> list[Entry]:
        """Intents with a step in one of the states (none named: all), oldest first."""
        chosen = sa.select(STEPS.c.account, STEPS.c.key).distinct()
        if states:
            chosen = chosen.where(STEPS.c.state.in_(sorted(map(str, states))))
        if account is not None:
            chosen = chosen.where(STEPS.c.account == account)
        theirs = {table: sa.tuple_(table.c.account, table.c.key).in_(chosen) for table in (INTENTS, STEPS)}
        steps: dict[tuple[str, str], list[StepEntry]] = {}
        with self._reading() as connection:
            intents = connection.execute(sa.select(INTENTS).where(theirs[INTENTS])).all()
            for row in connection.execute(sa.select(STEPS).where(theirs[STEPS]).order_by(STEPS.c.number)):
                steps.setdefault((row.account, row.key), []).append(step_of(row))
        found = [entry_of(intent, tuple(steps.get((intent.account, intent.key), ()))) for intent in intents]
        return sorted(found, key=lambda entry: (entry.created_at, entry.account, entry.key))

    def of_order(self, account: str, order_id: str) -> list[Entry]:
        where = (INTENTS.c.account == account) & (INTENTS.c.order_id == order_id)
        with self._reading() as connection:
            keys = connection.execute(sa.select(INTENTS.c.key).where(where)).scalars().all()
            return [self._held(connection, account, key) for key in keys]

    def named(self, key: str) -> list[Entry]:
        """Every account's intent of that key."""
        chosen = sa.select(INTENTS.c.account).where(INTENTS.c.key == key).order_by(INTENTS.c.account)
        with self._reading() as connection:
            return [self._held(connection, account, key) for account in connection.execute(chosen).scalars().all()]

    def events(self, account: str | None = None, key: str | None = None, after: int = 0) -> list[EventRow]:
        """In the order in which they happened. after: only those with a larger sequence."""
        with self._reading() as connection:
            return events_of(connection, account, key, after)

    def acknowledged(self, account: str) -> set[str]:
        """Ids of the orders that a mark was ever asked for, or taken from, or refused: by us or by a person."""
        with self._reading() as connection:
            return acknowledged(connection, account)

    def _refuse_stopped(self, connection: sa.Connection, step: StepEntry) -> None:
        if why := self._why_not(connection, step.moves_money):
            raise Stopped(f"{step.key} of account {step.account} is not sent: {why}")

    def _why_not(self, connection: sa.Connection, money: bool) -> str | None:
        made = self._made.read()  # before the journal: what others begin meanwhile is no sign of a backup
        why = switches.why_stopped(connection)
        return why or (switches.why_no_money(connection, made) if money else None)

    def _refuse_second(self, connection: sa.Connection, step: StepEntry) -> None:
        """One money intent of an order in flight at a time; its own steps follow each other while none is in doubt."""
        same = (STEPS.c.account == step.account) & (STEPS.c.order_id == step.order_id) & STEPS.c.moves_money
        open_states = STEPS.c.state.in_(sorted(map(str, OPEN)))
        for other in map(step_of, connection.execute(sa.select(STEPS).where(same, open_states)).all()):
            if (other.key, other.number) == (step.key, step.number):
                continue  # another sender has just begun it: that is told as such
            if other.key != step.key or other.state is not State.ACCEPTED:
                raise NotNow(
                    f"{step.key} waits: {other.key} of the same order {step.order_id} (account {step.account}) is "
                    f"{other.state}"
                )

    def _one(self, connection: sa.Connection, account: str, key: str, number: int) -> StepEntry:
        this = _is(STEPS, account, key) & (STEPS.c.number == number)
        return step_of(connection.execute(sa.select(STEPS).where(this)).one())

    def _found(self, connection: sa.Connection, account: str, key: str) -> Entry | None:
        intent = connection.execute(sa.select(INTENTS).where(_is(INTENTS, account, key))).one_or_none()
        if intent is None:
            return None
        rows = connection.execute(sa.select(STEPS).where(_is(STEPS, account, key)).order_by(STEPS.c.number)).all()
        return entry_of(intent, tuple(map(step_of, rows)))

    def _same(self, connection: sa.Connection, intent: Intent) -> Entry | None:
        held = self._found(connection, intent.account, intent.key)
        if held is not None and held.plan.intent.content() != intent.content():
            raise KeyTaken(
                f"{intent.key} of account {intent.account} stands for another {held.plan.intent.kind}, of order "
                f"{held.plan.intent.order_id}. Give a new event a key of its own."
            )
        return held

    def _held(self, connection: sa.Connection, account: str, key: str) -> Entry:
        if (entry := self._found(connection, account, key)) is None:
            raise NoSuchIntent(f"account {account} has no action {key}. orders-pipeline actions status lists them.")
        return entry

    @contextmanager
    def _reading(self) -> Iterator[sa.Connection]:
        """Everything as it stood at one moment: a plan must not be met with the steps of its successor."""
        with self._engine.connect() as connection:
            if self._engine.dialect.name == "sqlite":
                connection.exec_driver_sql("BEGIN")
            else:
                connection = connection.execution_options(isolation_level="REPEATABLE READ")
            yield connection
            connection.rollback()

    @contextmanager
    def _writing(self, name: str) -> Iterator[sa.Connection]:
        """A transaction that has the right to write from its beginning, so that what it reads stays true."""
        with self._engine.connect() as connection:
            if self._engine.dialect.name == "sqlite":
                connection.exec_driver_sql("BEGIN IMMEDIATE")
            try:
                yield connection
                self._step(f"{name}: not committed")
            except BaseException:
                connection.rollback()
                raise
            connection.commit()
        self._step(f"{name}: committed")


def _is(table: sa.Table, account: str, key: str) -> sa.ColumnElement[bool]:
    return (table.c.account == account) & (table.c.key == key)


def _engine(url: str) -> sa.Engine:
    engine = sa.create_engine(url, poolclass=sa.NullPool, execution_options={"compiled_cache": _COMPILED})
    if engine.dialect.name == "sqlite":
        sa.event.listen(engine, "connect", _as_durable_as_it_can)
    return engine


def _as_durable_as_it_can(connection: Any, _: Any) -> None:
    """Transactions are begun by us; a commit is on disk when it returns."""
    connection.isolation_level = None
    for pragma in ("journal_mode=WAL", "synchronous=FULL", f"busy_timeout={_BUSY_SECONDS * 1000}"):
        connection.execute(f"PRAGMA {pragma}")
