"""Actions as metadata of runs: who agreed to which plan, what was sent, what differs. Nothing that people typed."""

from collections.abc import Sequence

import dagster as dg

from orders_pipeline.actions.dispatch import Sent
from orders_pipeline.actions.journal import Journal
from orders_pipeline.flows.actions.applying import Applied
from orders_pipeline.flows.actions.inbox import Taken
from orders_pipeline.flows.actions.planning import Planned
from orders_pipeline.flows.actions.reconcile import Reconciled
from orders_pipeline.flows.actions.told import standing
from orders_pipeline.model.action_states import DOUBTS

Metadata = dict[str, dg.MetadataValue]


def sentence_of(sent: Sent) -> str:
    return f"{sent.key} of order {sent.order_id} (account {sent.account}): {sent.state}: {sent.sentence}"


def planned(found: Sequence[Planned]) -> dg.TableMetadataValue:
    return _table(
        ("key", "account", "order", "kind", "stands", "returns", "plan", "trap", "sentence"), map(_plan, found)
    )


def _plan(one: Planned) -> tuple[str, ...]:
    intent = one.intent
    about = (intent.key, intent.account, intent.order_id, str(intent.kind))
    if one.entry is not None:
        plan = one.entry.plan
        what = "; ".join(step.draft.sentence for step in plan.steps)
        returns = f"{plan.amount} {plan.currency}" if intent.moves_money else ""
        return (*about, standing(one.entry), returns, one.entry.plan_hash, ", ".join(plan.traps), what)
    if one.refusal is not None:
        return (*about, "refused", "", "", one.refusal.trap or "", one.refusal.sentence)
    return (*about, "not planned", "", "", "", one.failure or "")


def applied(journal: Journal, done: Applied) -> Metadata:
    """approvals: who agreed to the plan of each request that this run tried to send."""
    entries = {(one.account, one.key): journal.entry(one.account, one.key) for one in done.sent}
    rows = []
    for one in done.sent:
        entry = entries[one.account, one.key]
        by, of = entry.approved_by or "", f"{one.number + 1} of {len(entry.steps)}"
        rows.append((one.key, of, one.account, one.order_id, by, entry.plan_hash, str(one.state), one.sentence))
    columns = ("key", "request", "account", "order", "approved_by", "plan", "state", "sentence")
    return {
        "approvals": _table(columns, rows),
        "sent": dg.MetadataValue.int(len(done.sent)),
        "in_dry_run": dg.MetadataValue.json(done.dry_run),
    }


def doubts(journal: Journal) -> Metadata:
    steps = [step for entry in journal.entries(DOUBTS) for step in entry.steps if step.state in DOUBTS]
    rows = [
        (one.key, one.account, one.order_id, str(one.state), f"{one.amount} {one.currency}" if one.amount else "")
        for one in steps
    ]
    return {
        "in_doubt": dg.MetadataValue.int(len(rows)),
        "doubts": _table(("key", "account", "order", "state", "at_stake"), rows),
    }


def reconciled(report: Reconciled) -> Metadata:
    rows = [(str(one.kind), one.account, one.order_id, one.subject, one.sentence) for one in report.differences]
    return {
        "compared_refunds": dg.MetadataValue.int(report.compared_refunds),
        "compared_steps": dg.MetadataValue.int(report.compared_steps),
        "differences": _table(("kind", "account", "order", "subject", "sentence"), rows),
        "looked_again": dg.MetadataValue.int(len(report.looked_again)),
    }


def taken(files: Sequence[Taken]) -> dg.TableMetadataValue:
    rows = [(one.name, str(one.moved_to or "stays in the inbox"), one.sentence) for one in files]
    return _table(("file", "moved_to", "sentence"), rows)


def _table(columns: Sequence[str], rows) -> dg.TableMetadataValue:
    schema = dg.TableSchema(columns=[dg.TableColumn(name) for name in columns])
    return dg.MetadataValue.table([dg.TableRecord(dict(zip(columns, row, strict=True))) for row in rows], schema)
