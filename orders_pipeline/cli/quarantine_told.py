"""What the commands of the quarantine say, as text and as JSON. No value of a personal field comes this far."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from orders_pipeline.cli.output import err, out, say_table, table
from orders_pipeline.flows.quarantine.details import Details
from orders_pipeline.flows.quarantine.listing import Quarantine, age, plain_path
from orders_pipeline.flows.quarantine.replay import Replayed
from orders_pipeline.model.reasons import explained
from orders_pipeline.settings import Home
from orders_pipeline.warehouse.rejects import Rejection

SHOWN = 50  # rejects of one reason; --json tells all


def list_told(found: Quarantine, now: datetime) -> dict[str, object]:
    return {
        "snapshot": found.snapshot,
        "at": found.at,
        "reasons": [
            {"reason": one.reason, "rejects": one.rejects, "orders": one.orders, **one.explained._asdict()}
            for one in found.reasons
        ],
        "rejects": [_reject_told(one, now) for one in found.rejects],
    }


def _reject_told(one: Rejection, now: datetime) -> dict[str, object]:
    return {
        "number": one.number,
        "account": one.account,
        "order_id": one.order_id,
        "reason": one.reason,
        **explained(one.reason)._asdict(),
        "path": plain_path(one.path),
        "message": one.message,
        "window_id": one.window_id,
        "page_number": one.page_number,
        "position": one.place,
        "rejected_at": one.rejected_at,
        "age_seconds": int(age(one, now).total_seconds()),
        "state": one.state,
        "healed_load_id": one.healed_load_id,
        "dismissed_at": one.dismissed_at,
        "dismissed_by": one.dismissed_by,
        "dismissed_why": one.dismissed_why,
    }


def say_list(found: Quarantine, now: datetime, every: bool) -> None:
    console = out()
    of = f"of {found.at:%Y-%m-%d %H:%M} UTC (snapshot {found.snapshot})" if found.at else "published"
    if not found.rejects:
        console.print(f"Nothing is in quarantine, as the state {of} shows it.")
        return
    what = "rejects, healed and dismissed ones too" if every else "open rejects"
    console.print(f"{len(found.rejects):,} {what}, as the state {of} shows them:")
    for reason in found.reasons:
        console.print(f"  {_orders(reason.orders):>12}  {reason.reason}")
    for reason in found.reasons:
        console.print(f"\n{reason.reason}\n  {reason.explained.sentence}\n  {reason.explained.next_step}")
        _say_rejects([one for one in found.rejects if one.reason == reason.reason], now, every)
    console.print("page is the page of the window, and the place on it.")
    console.print("One of them with what stood on its page: orders-pipeline quarantine show NUMBER")
    console.print("After a fix of the code: orders-pipeline quarantine replay; at the hub: the same with --from-hub")
    console.print("What nobody can mend, or needs to: orders-pipeline quarantine dismiss NUMBER --why '...'")


def _say_rejects(rejects: Sequence[Rejection], now: datetime, every: bool) -> None:
    columns = ("number", "account", "order", "path", "window", "page", "rejected", "age")
    rows = [_row(one, now, every) for one in rejects[:SHOWN]]
    say_table(table("", (*columns, "state") if every else columns, rows))
    if len(rejects) > SHOWN:
        out().print(f"  and {len(rejects) - SHOWN:,} older ones, which --json tells")


def _orders(count: int) -> str:
    return "1 order" if count == 1 else f"{count:,} orders"


def _row(one: Rejection, now: datetime, every: bool) -> tuple[object, ...]:
    purpose = one.window_id.partition("/")[0]
    cells = (
        *(one.number, one.account, one.order_id or "-", plain_path(one.path)),
        *(f"{purpose} {one.window_start_at:%Y-%m-%d}", f"{one.page_number}/{one.place}"),
        *(f"{one.rejected_at:%Y-%m-%d}", in_words(age(one, now))),
    )
    return (*cells, one.state) if every else cells


def in_words(span: timedelta) -> str:
    """Days, hours or minutes, whole."""
    minutes = int(span.total_seconds()) // 60
    if minutes >= 2 * 24 * 60:
        return f"{minutes // (24 * 60)} d"
    return f"{minutes // 60} h" if minutes >= 120 else f"{minutes} min"


def details_told(home: Home, told: Details, now: datetime) -> dict[str, object]:
    one = told.reject
    return {
        **_reject_told(one, now),
        "page": {
            "sha256": one.sha256,
            "url": one.url,
            "requested_at": one.requested_at,
            "body_bytes": one.body_bytes,
            "orders": one.orders_on_page,
            "file": str(told.file),
            "inspect": _inspect(home, told),
        },
        "snippet": told.snippet,
        "gone": told.gone,
        "other_rejects": [_reject_told(other, now) for other in told.others],
        "held": told.held,
        "has_later": told.has_later,
    }


def say_details(home: Home, told: Details) -> None:
    one, say = told.reject, out().print
    say(f"Reject {one.number}: order {one.order_id or '- (its id cannot be read)'}, account {one.account}")
    say(f"{one.reason} at {plain_path(one.path)}: {one.message}.")
    say(f"  {told.explained.sentence}\n  {told.explained.next_step}")
    if one.healed_load_id:
        say(f"Healed: load {one.healed_load_id} took over a good version of the order.")
    if one.dismissed_at:
        say(f"Dismissed by {one.dismissed_by} at {one.dismissed_at:%Y-%m-%d %H:%M} UTC: {one.dismissed_why}")
    say(f"\nWindow {one.window_id}, page {one.page_number}, place {one.place} of {one.orders_on_page}")
    say(f"  url           {one.url}")
    say(f"  requested at  {one.requested_at:%Y-%m-%d %H:%M:%S} UTC")
    say(f"  sha256        {one.sha256}")
    say(f"  file          {told.file}")
    if told.snippet is None:
        say(f"\nWhat stood there cannot be shown: {told.gone}.")
    else:
        say("\nWhat stands there, masked where it may be about a person:")
        say("\n".join(told.snippet.lines))
        if told.snippet.remark:
            say(told.snippet.remark)
        say(f"The whole page as rows, personal data too:\n  {_inspect(home, told)}")
    say(f"\n{_of_the_warehouse(told)}")
    if told.others:
        say(f"This order is set aside {len(told.others) + 1} times; besides:")
    for other in told.others:
        state = f"healed by {other.healed_load_id}" if other.healed_load_id else other.state
        asked = f"asked for at {other.requested_at:%Y-%m-%d %H:%M:%S}"
        say(f"  {other.number}  {other.reason} at {plain_path(other.path)}, {asked}, {state}")


def _of_the_warehouse(told: Details) -> str:
    if told.reject.order_id is None:
        return "Whether the warehouse holds this order cannot be told without its id."
    if told.held is None:
        return "The warehouse holds no version of this order."
    held = f"a version that was asked for at {told.held.requested_at:%Y-%m-%d %H:%M:%S} UTC (load {told.held.load_id})"
    if told.is_held:
        return f"The warehouse holds the order from this very page (load {told.held.load_id})."
    if told.has_later:
        return f"The warehouse holds {held}: later than this one."
    return f"The warehouse holds {held}: not later than this one, so that a change may be missing."


def _inspect(home: Home, told: Details) -> str:
    return f"orders-pipeline inspect {told.reject.channel} {home.root / told.file} --account {told.reject.account}"


def dismissed_told(one: Rejection, now: datetime) -> dict[str, object]:
    return _reject_told(one, now)


def say_dismissed(one: Rejection) -> None:
    order = f"order {one.order_id}" if one.order_id else "an order without a readable id"
    out().print(
        f"Reject {one.number} ({order}, account {one.account}) is dismissed by {one.dismissed_by}: it counts as open "
        "no more, and no replay reads it. Its row and its page stay; `quarantine list --all` shows it."
    )


def replayed_told(replayed: Replayed) -> dict[str, object]:
    report = replayed.report
    return {
        "load_id": report.load_id,
        "chosen": replayed.chosen,
        "replayed": report.replayed,
        **{str(outcome): count for outcome, count in report.counts.items()},
        "still_bad": report.still_bad,
        "healed": report.healed,
        "rows_written": report.rows_written,
        "unread": replayed.unread,
    }


def say_replayed(replayed: Replayed) -> None:
    out().print(replayed.sentence)
    for reason, count in replayed.report.still_bad.items():
        out().print(f"  {count:,} still {reason}: {explained(reason).sentence}")
    for one in replayed.unread:
        err().print(one.sentence)
    if replayed.unread:
        err().print(
            "What the landing does not show any more can only be read anew from the hub: the same with --from-hub."
        )
