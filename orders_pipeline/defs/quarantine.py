"""The job that replays the quarantine after a fix: from the launchpad, for all open rejects or for some."""

import dagster as dg
from pydantic import Field

from orders_pipeline.defs.failures import plain_failures
from orders_pipeline.defs.names import POOL, REPLAY_QUARANTINE
from orders_pipeline.flows.publish import publish_snapshot
from orders_pipeline.flows.quarantine.from_hub import FromHub, replay_from_hub
from orders_pipeline.flows.quarantine.replay import Replayed, replay_rejects
from orders_pipeline.settings import Home, Settings
from orders_pipeline.warehouse.rejects import Choice


class Chosen(dg.Config):
    """Which open rejects are replayed; what is left out leaves it open."""

    account: str | None = Field(default=None, description="Only of this account, as accounts.toml names it.")
    order_id: str | None = Field(default=None, description="Only of this order.")
    reason: str | None = Field(default=None, description="Only with this reason, such as bad_currency.")
    from_hub: bool = Field(
        default=False,
        description="After a fix at the hub that did not move an order's update time: read these orders anew, by id.",
    )


@dg.op(
    pool=POOL,
    out=dg.Out(dg.Nothing),
    description="Reads open rejects again from the landing, loads those that today's code can take over, publishes. "
    "Fetches nothing, and a second time changes no row; with `from_hub` the orders are asked for anew at their hubs.",
)
def replay_open_rejects(
    context: dg.OpExecutionContext,
    config: Chosen,
    home: dg.ResourceParam[Home],
    settings: dg.ResourceParam[Settings],
) -> None:
    choice = Choice(account=config.account, order_id=config.order_id, reason=config.reason)
    with plain_failures():
        if config.from_hub:
            report = replay_from_hub(home, settings, choice, progress=context.log.info)
            context.log.info("\n".join((report.sentence, *(one.sentence for one in report.orders))))
            metadata, failures = _of_hub(report), report.failures
        else:
            replayed = replay_rejects(home, choice, progress=context.log.info)
            context.log.info(replayed.sentence)
            metadata, failures = _of_landing(replayed), tuple(one.sentence for one in replayed.unread)
        snapshot = publish_snapshot(home).manifest.number
    context.add_output_metadata(metadata | {"snapshot": snapshot})
    if failures:
        raise dg.Failure(description="\n".join(failures), allow_retries=False)


@dg.job(
    name=REPLAY_QUARANTINE,
    description="Load what was quarantined, after a fix of the code or at the hub; then publish.",
)
def replay_quarantine() -> None:
    replay_open_rejects()


def _of_landing(replayed: Replayed) -> dict[str, int | str]:
    report = replayed.report
    counts = {str(outcome): count for outcome, count in report.counts.items()}
    return {"load_id": report.load_id, "chosen": replayed.chosen, **counts, "healed": report.healed}


def _of_hub(report: FromHub) -> dict[str, int | str]:
    counts = {str(became): count for became, count in report.counted().items()}
    loaded = {} if report.load is None else {"load_id": report.load.load_id}
    return {**loaded, "chosen": report.chosen, "nameless": report.nameless, **counts}
