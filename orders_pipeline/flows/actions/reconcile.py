"""Journal and hubs compared, both ways: what nobody asked for through us, and what we asked for and nobody shows.

Refunds and parcels are compared as the published snapshot shows them; what is parked is looked at again at its hub.
Sends nothing, and decides nothing: it lists.
"""

import os
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime, timedelta
from enum import StrEnum
from importlib.resources import files
from typing import Any

import msgspec

from orders_pipeline.actions.journal import Entry, Journal, StepEntry
from orders_pipeline.actions.lookup import look_again
from orders_pipeline.channels.base import Patience
from orders_pipeline.flows.actions.applying import hubs_of
from orders_pipeline.flows.actions.writers import same_orders
from orders_pipeline.flows.clock import utc_now
from orders_pipeline.flows.read import AS_USUAL
from orders_pipeline.model.action_states import SPENDING, State
from orders_pipeline.model.actions import MONEY, ActionKind
from orders_pipeline.model.money import minor_unit
from orders_pipeline.settings import Home, Settings
from orders_pipeline.warehouse.query import reading
from orders_pipeline.warehouse.writer import DATABASE

DAYS = 7
"""How far back is compared: hubs show what people did a little later, and a weekend is no reason to miss it."""
_GAVE_NOTHING = frozenset({"failed", "rejected"})
_PARCELS = frozenset({ActionKind.SHIP, ActionKind.CORRECT_SHIPMENT})


class Kind(StrEnum):
    NOT_ASKED_FOR = "not_asked_for"  # the hub shows it, and it is none of ours: a person's in the hub, or a buyer's
    UNEXPECTED_EFFECT = "unexpected_effect"  # ours by its id, and the journal says that it was never done
    NO_EFFECT = "no_effect"  # the journal says done, and a later read of the order does not show it


class Difference(msgspec.Struct, frozen=True, kw_only=True):
    kind: Kind
    account: str
    order_id: str
    subject: str
    sentence: str


class Reconciled(msgspec.Struct, frozen=True, kw_only=True):
    """looked_again: parked steps with where they stand now. is_published: else only these were looked at."""

    since: datetime
    compared_refunds: int
    compared_steps: int
    differences: tuple[Difference, ...]
    looked_again: tuple[tuple[StepEntry, str], ...]
    is_published: bool

    @property
    def is_clean(self) -> bool:
        return not self.differences and all(step.state is not State.PARKED for step, _ in self.looked_again)


def reconcile(
    home: Home,
    settings: Settings,
    journal: Journal,
    *,
    days: int = DAYS,
    environ: Mapping[str, str] = os.environ,
    now: Callable[[], datetime] = utc_now,
    patience: Patience = AS_USUAL,
) -> Reconciled:
    """A refund that was made before our first action is compared like any other: it is listed as not asked for."""
    since = now() - timedelta(days=days)
    again = tuple(_parked(home, settings, journal, environ, now, patience))
    file = home.published / DATABASE
    if not file.exists():
        return Reconciled(
            since=since,
            compared_refunds=0,
            compared_steps=0,
            differences=(),
            looked_again=again,
            is_published=False,
        )
    entries = journal.entries()
    recent = [entry for entry in entries if any(step.updated_at >= since for step in entry.steps)]
    with reading(file) as connection:
        refunds = _rows(connection.execute(_text("refunds_since"), [since]))
        differences = list(_not_ours(refunds, _echoes(settings, entries)))
        steps = [(entry, step) for entry in recent for step in entry.steps if step.state is State.SETTLED]
        for entry, step in steps:
            shown = _rows(connection.execute(_text("shown_of_order"), [step.account, step.order_id]))
            differences += _without_effect(entry, step, shown[0] if shown else None)
    return Reconciled(
        since=since,
        compared_refunds=len(refunds),
        compared_steps=len(steps),
        differences=tuple(differences),
        looked_again=again,
        is_published=True,
    )


def _parked(
    home: Home,
    settings: Settings,
    journal: Journal,
    environ: Mapping[str, str],
    now: Callable[[], datetime],
    patience: Patience,
) -> Iterator[tuple[StepEntry, str]]:
    """Each with a sentence; what cannot be looked at now stays as it is."""
    with hubs_of(home, settings, journal, environ, now, patience) as hubs:
        for entry in journal.entries({State.PARKED}):
            for step in entry.steps:
                if step.state is not State.PARKED:
                    continue
                try:
                    moved = look_again(journal, hubs, entry.plan, step, now=now())
                except Exception as error:  # the hub cannot be looked at: nothing is known that was not known before
                    yield step, f"cannot be looked at now: {type(error).__name__}: {error}"
                    continue
                said = "the hub still does not show it" if moved.state is State.PARKED else f"is {moved.state} now"
                yield moved, said


def _echoes(settings: Settings, entries: list[Entry]) -> dict[tuple[str, str], tuple[Entry, StepEntry]]:
    """Our steps about money by account and the id that the hub shows of them, also by an account of the same orders."""
    return {
        (account, echo): (entry, step)
        for entry in entries
        if entry.plan.intent.kind in MONEY
        for account in same_orders(settings, entry.account)
        for step in entry.steps
        if (echo := entry.plan.steps[step.number].draft.echo) is not None
    }


def _not_ours(
    refunds: list[dict[str, Any]], ours: Mapping[tuple[str, str], tuple[Entry, StepEntry]]
) -> Iterator[Difference]:
    for row in refunds:
        if row["status"] in _GAVE_NOTHING:
            continue
        found = ours.get((row["account"], row["seller_refund_id"] or ""))
        about = {"account": row["account"], "order_id": row["order_id"], "subject": row["refund_id"]}
        amount = "" if row["total_amount"] is None else f" of {_money(row)}"
        if found is None:
            what = (
                f"{row['kind'] or 'refund'}{amount} ({row['status'] or 'state unknown'}) was not asked for through us"
            )
            yield Difference(kind=Kind.NOT_ASKED_FOR, sentence=what, **about)
        elif found[1].state not in SPENDING:
            step = found[1]
            what = f"the hub shows {step.key}{amount} as {row['status']}, and the journal says {step.state}"
            yield Difference(kind=Kind.UNEXPECTED_EFFECT, sentence=what, **about)


def _money(row: Mapping[str, Any]) -> str:
    """In the digits of its currency; what is finer is shown as it is."""
    amount, currency = row["total_amount"], row["currency"]
    short = amount.quantize(minor_unit(currency)) if currency else amount
    return f"{short if short == amount else amount:f} {currency or ''}".strip()


def _without_effect(entry: Entry, step: StepEntry, shown: Mapping[str, Any] | None) -> Iterator[Difference]:
    """Only where something was read and loaded after the step was done, and the hub gives our id back."""
    if shown is None or shown["read_at"] is None or shown["read_at"] <= step.updated_at:
        return
    intent, draft = entry.plan.intent, entry.plan.steps[step.number].draft
    if draft.echo is None or intent.kind not in MONEY | _PARCELS:
        return
    about = {"account": step.account, "order_id": step.order_id, "subject": step.key}
    if intent.kind in MONEY:
        states = [row["status"] for row in shown["refunds"] or () if row["echo"] == draft.echo]
        if not states:
            yield Difference(kind=Kind.NO_EFFECT, sentence=f"{draft.sentence}: the hub shows none of it", **about)
        elif set(states) <= _GAVE_NOTHING:
            what = f"{draft.sentence}: settled, and the hub shows it as {states[0]} now"
            yield Difference(kind=Kind.NO_EFFECT, sentence=what, **about)
    elif not any(
        draft.echo in (row["id"], row["echo"]) or row["tracking"] == (intent.tracking_number or "")
        for row in shown["parcels"] or ()
    ):
        yield Difference(kind=Kind.NO_EFFECT, sentence=f"{draft.sentence}: the hub shows no such parcel", **about)


def _rows(result: Any) -> list[dict[str, Any]]:
    names = [column[0] for column in result.description]
    return [dict(zip(names, row, strict=True)) for row in result.fetchall()]


def _text(name: str) -> str:
    return files("orders_pipeline.flows.actions").joinpath(f"sql/{name}.sql").read_text("utf-8")
