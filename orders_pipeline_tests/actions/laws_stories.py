"""Stories that end well by a law of sending; where it is missing, an AssertionError says what happened."""

import shutil
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

from orders_pipeline.actions.dispatch import dispatch
from orders_pipeline.actions.journal import Entry, Journal, JournalRefuses
from orders_pipeline.actions.journal.owners import owner
from orders_pipeline.actions.lookup import look_up
from orders_pipeline.flows.actions.own import own_steps
from orders_pipeline.model.actions import ActionKind
from orders_pipeline.model.outcomes import Outcome
from orders_pipeline_tests.actions.grid.rows import ROWS
from orders_pipeline_tests.actions.grid.schedule import Schedule, ran
from orders_pipeline_tests.actions.grid.troubles import Trouble
from orders_pipeline_tests.actions.ledger import START, Killed, LedgerHub, a_plan

REST = {row.kind: row for row in ROWS if row.spoken.channel == "channeladvisor"}


def _approved(journal: Journal, **options: Any) -> Entry:
    entry = journal.add(a_plan(**options), at=START, who="importer")
    return journal.approve("us", entry.key, entry.plan_hash, at=START, who="kim", why="ok")


def _sent(journal: Journal, hub: LedgerHub, **options: Any) -> None:
    with owner(journal.folder) as name:
        dispatch(journal, lambda account: hub, owner=name, now=lambda: hub.now, **options)


def schedule(kind: ActionKind, one: str, two: str) -> Callable[[Path], None]:
    def story(folder: Path) -> None:
        found = ran(REST[kind], one, two).found
        assert not found, found

    return story


def killed_once_the_hub_has_it(folder: Path) -> None:
    hub, is_dead = LedgerHub(fate="killed_after"), False

    def step(name: str) -> None:
        if is_dead:
            raise Killed

    journal = Journal(folder, step=step)
    _approved(journal)
    send = hub.send

    def last_words(plan: Any, number: int) -> Outcome:
        nonlocal is_dead
        is_dead = True
        return send(plan, number)

    hub.send = last_words  # type: ignore[method-assign]
    with suppress(Killed):
        _sent(journal, hub)
    hub.send = send  # type: ignore[method-assign]
    _sent(Journal(folder), hub)
    assert hub.reached["rma-1", 0] == 1, "it was sent twice"


def approval_of_another_plan(folder: Path) -> None:
    journal, hub = Journal(folder), LedgerHub()
    seen = journal.add(a_plan(amount="14.95"), at=START, who="importer")
    journal.add(a_plan(amount="44.85"), at=START, who="importer")
    with suppress(JournalRefuses):
        journal.approve("us", "rma-1", seen.plan_hash, at=START, who="kim", why="14.95 is right")
    _sent(journal, hub)
    assert hub.reached.total() == 0, "an amount was sent that nobody agreed to"


class _HelpedByHand(Schedule):
    """A person gives the money back in the hub itself, between the approval and the sending."""

    def _ask(self) -> None:
        super()._ask()
        if not any(entry.source == "user" for entry in self.sandbox.ledger):
            (life,) = self.sandbox.world.lives.values()
            for line in life.order.lines:
                self.sandbox.writes.by_hand(
                    life.order.order_id,
                    {"item": (line.unit_price or 0) * line.quantity},
                    line_id=line.line_id,
                    quantity=line.quantity,
                )


def refunded_by_hand_meanwhile(folder: Path) -> None:
    schedule = _HelpedByHand(REST[ActionKind.REFUND], folder, channeladvisor_over_refund="apply")
    schedule.run(Trouble("none"))
    ours = [entry for entry in schedule.sandbox.ledger if entry.source == "api"]
    assert not ours, "what a person gave back by hand was given back once more"


def restored(folder: Path) -> None:
    journal, hub = Journal(folder / "journal"), LedgerHub()
    _approved(journal)
    shutil.copytree(journal.folder, folder / "backup")
    _sent(journal, hub)
    shutil.rmtree(journal.folder)
    shutil.copytree(folder / "backup", journal.folder)
    _sent(Journal(journal.folder), hub)
    assert hub.reached["rma-1", 0] == 1, "money was sent twice"


def stopped(folder: Path) -> None:
    journal, hub = Journal(folder), LedgerHub()
    _approved(journal)
    journal.stop(at=START, who="sam", why="wrong prices")
    _sent(journal, hub)
    assert hub.reached.total() == 0, "something was sent although sending was stopped"


def a_second_refund_of_the_order(folder: Path) -> None:
    journal, hub = Journal(folder), LedgerHub(fate="lost_after")
    _approved(journal)
    _approved(journal, key="rma-2")
    _sent(journal, hub)
    assert hub.reached.total() == 1, "two refunds of one order are in flight"


def another_run_while_one_is_sending(folder: Path) -> None:
    journal = Journal(folder)
    step = _approved(journal).steps[0]
    with owner(folder) as name:
        journal.begin(step, at=START, owner=name)
        assert Journal(folder).recover(at=START) == [], "what is being sent was taken for lost"


def two_senders(folder: Path) -> None:
    """Both have read that it is approved; the second stores after the first has sent."""
    journal, hub = Journal(folder), LedgerHub()
    _approved(journal, kind=ActionKind.SHIP)

    def overtaken(name: str) -> None:
        if name == "before it is stored as sending" and not hub.reached:
            _sent(Journal(folder), hub)

    with suppress(JournalRefuses):
        _sent(journal, hub, step=overtaken)
    assert hub.reached["rma-1", 0] == 1, "two senders sent the same"


def planned_anew_meanwhile(folder: Path) -> None:
    journal, hub = Journal(folder), LedgerHub()
    _approved(journal)

    def meanwhile(name: str) -> None:
        if name == "before it is stored as sending":
            _approved(journal, amount="3.00")

    _sent(journal, hub, step=meanwhile)
    assert hub.reached.total() == 0, "a plan was sent that nobody agrees to any more"


def in_dry_run(folder: Path) -> None:
    schedule = Schedule(REST[ActionKind.REFUND], folder, write_back="dry_run")
    schedule.run(Trouble("none"))
    assert len(schedule.sandbox.ledger) == 0, "an account in dry run has sent"


def a_doubt_is_spent(folder: Path) -> None:
    journal, hub = Journal(folder), LedgerHub(fate="lost_after", is_blind=True)
    _approved(journal)
    for _ in range(2):  # unknown, then parked
        _sent(journal, hub)
        assert len(own_steps(journal, "us", "1")) == 1, "money that may be gone counts as being there"
        look_up(journal, lambda account: hub, now=lambda: hub.now)
