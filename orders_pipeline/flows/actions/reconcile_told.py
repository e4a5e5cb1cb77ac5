"""A comparison of journal and hubs, in sentences and as data. Pure."""

from collections.abc import Iterator
from typing import Any

from orders_pipeline.flows.actions.reconcile import Kind, Reconciled
from orders_pipeline.flows.actions.told import step_told
from orders_pipeline.flows.doctor.words import instant, many

WHAT = {
    Kind.NOT_ASKED_FOR: "refunds or cancellations at the hubs that nobody asked for through us",
    Kind.UNEXPECTED_EFFECT: "effects at the hubs of what the journal says was never done",
    Kind.NO_EFFECT: "actions of ours that the hubs do not show",
}


def reconciled_lines(report: Reconciled) -> Iterator[str]:
    if not report.is_published:
        yield "Nothing is published yet, so nothing was compared: orders-pipeline load, orders-pipeline publish"
    else:
        yield (
            f"Since {instant(report.since)}: {many(report.compared_refunds, 'refund')} of the hubs and "
            f"{many(report.compared_steps, 'step')} of ours compared."
        )
    for kind, what in WHAT.items():
        found = [one for one in report.differences if one.kind is kind]
        if report.is_published:
            yield f"{len(found)} {what}"
        for one in found:
            yield f"  order {one.order_id} (account {one.account}), {one.subject}: {one.sentence}"
    for step, said in report.looked_again:
        yield f"  {step.key} of order {step.order_id} (account {step.account}) was parked: {said}"


def reconciled_told(report: Reconciled) -> dict[str, Any]:
    return {
        "since": report.since,
        "is_published": report.is_published,
        "compared_refunds": report.compared_refunds,
        "compared_steps": report.compared_steps,
        "differences": report.differences,
        "looked_again": [step_told(step) | {"sentence": said} for step, said in report.looked_again],
    }
