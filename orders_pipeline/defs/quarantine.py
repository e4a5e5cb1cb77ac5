"""The job that replays the quarantine after a fix: from the launchpad, for all open rejects or for some."""

import dagster as dg
from pydantic import Field

from orders_pipeline.defs.failures import plain_failures
from orders_pipeline.defs.names import POOL, REPLAY_QUARANTINE
from orders_pipeline.flows.load import publish_snapshot
from orders_pipeline.flows.replay import Replayed, replay_rejects
from orders_pipeline.settings import Home
from orders_pipeline.warehouse.rejects import Choice


class Chosen(dg.Config):
    """Which open rejects are replayed; what is left out leaves it open."""

    account: str | None = Field(default=None, description="Only of this account, as accounts.toml names it.")
    order_id: str | None = Field(default=None, description="Only of this order.")
    reason: str | None = Field(default=None, description="Only with this reason, such as bad_currency.")


@dg.op(
    pool=POOL,
    out=dg.Out(dg.Nothing),
    description="Reads open rejects again from the landing, loads those that today's code can take over, publishes. "
    "Fetches nothing; a second time changes no row.",
)
def replay_open_rejects(context: dg.OpExecutionContext, config: Chosen, home: dg.ResourceParam[Home]) -> None:
    choice = Choice(account=config.account, order_id=config.order_id, reason=config.reason)
    with plain_failures():
        replayed = replay_rejects(home, choice, progress=context.log.info)
        context.log.info(replayed.sentence)
        snapshot = publish_snapshot(home).manifest.number
    context.add_output_metadata(_metadata(replayed) | {"snapshot": snapshot})
    if replayed.unread:
        raise dg.Failure(description="\n".join(one.sentence for one in replayed.unread), allow_retries=False)


@dg.job(name=REPLAY_QUARANTINE, description="Load what was quarantined, after a fix of the code; then publish.")
def replay_quarantine() -> None:
    replay_open_rejects()


def _metadata(replayed: Replayed) -> dict[str, int | str]:
    report = replayed.report
    counts = {str(outcome): count for outcome, count in report.counts.items()}
    return {"load_id": report.load_id, "chosen": replayed.chosen, **counts, "healed": report.healed}
