"""What `quarantine replay --from-hub` says of each order that was asked for anew, as text and as JSON."""

from collections.abc import Sequence

from rich.console import Console

from orders_pipeline.cli.load import load_told
from orders_pipeline.cli.output import err, out
from orders_pipeline.flows.quarantine.from_hub import NOTHING_READ, AskedAnew, Became, FromHub
from orders_pipeline.flows.quarantine.listing import plain_path

SHOWN = 50  # orders of which the same came; --json tells all


def from_hub_told(report: FromHub) -> dict[str, object]:
    return {
        "chosen": report.chosen,
        "nameless": report.nameless,
        "asked": len(report.orders),
        **{str(became): count for became, count in report.counted().items()},
        "orders": [_order_told(one) for one in report.orders],
        "failures": report.failures,
        "load": None if report.load is None else load_told(report.load),
    }


def _order_told(one: AskedAnew) -> dict[str, object]:
    reject = one.reject
    return {
        "account": one.account,
        "order_id": one.order_id,
        "became": one.became,
        "reason": reject and reject.reason,
        "path": reject and plain_path(reject.path),
        "message": reject and reject.message,
        "why": one.why,
    }


def say_from_hub(report: FromHub) -> None:
    """What became of each on stdout; what could not be had on stderr."""
    out().print(report.sentence)
    for became in Became:
        if became not in NOTHING_READ:
            _say(out(), [one.sentence for one in report.orders if one.became is became])
    _say(err(), report.failures)
    if report.nameless:
        out().print(
            f"  {report.nameless:,} have no order id that can be read, and so cannot be asked for: "
            "orders-pipeline quarantine list tells their numbers; what nobody can mend: orders-pipeline quarantine "
            "dismiss NUMBER --why '...'"
        )


def _say(console: Console, sentences: Sequence[str]) -> None:
    for sentence in sentences[:SHOWN]:
        console.print(f"  {sentence}")
    if len(sentences) > SHOWN:
        console.print(f"  and {len(sentences) - SHOWN:,} more, which --json tells")
