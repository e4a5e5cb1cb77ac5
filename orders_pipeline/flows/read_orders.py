"""Read single orders by id, whole, into the landing: a window of its own purpose, which the ordinary load takes in.

Never counts for the live cursor. What the hub answered to each id stands in the certificate.
"""

import os
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime, timedelta

import msgspec

from orders_pipeline.channels.base import Channel, OrdersRead, Patience, WhenBought, nobody_knows
from orders_pipeline.channels.registry import dialect_of
from orders_pipeline.extract import Step
from orders_pipeline.flows.clock import utc_now
from orders_pipeline.flows.read import AS_USUAL, connection_of, source_of
from orders_pipeline.landing.account import AccountLanding
from orders_pipeline.landing.manifest import Manifest, Purpose, Source
from orders_pipeline.model.window import Window
from orders_pipeline.settings import Account, Home

TICK = timedelta(microseconds=1)


class Singles(msgspec.Struct, frozen=True, kw_only=True):
    """The certificate of a window of single orders: which ids were asked for, why, and what became of each."""

    method: str = "by_id"
    why: str
    asked: tuple[str, ...]
    read: OrdersRead


class SinglesReport(msgspec.Struct, frozen=True, kw_only=True):
    """What was landed. window_id is None where the hub answered to none of the ids."""

    account: str
    window_id: str | None
    read: OrdersRead


def read_orders(
    home: Home,
    account: Account,
    order_ids: Iterable[str],
    *,
    why: str,
    environ: Mapping[str, str] = os.environ,
    now: Callable[[], datetime] = utc_now,
    progress: Callable[[str], None] = lambda line: None,
    step: Step = lambda name: None,
    patience: Patience = AS_USUAL,
) -> SinglesReport:
    """Each order once, with everything that belongs to it; one that cannot be had stands in the report.

    `why` is kept in the certificate. Raises Busy: another process reads single orders of the account; Unauthorized;
    OtherSource: the landing is another source's; BadSettings.
    """
    landing = AccountLanding(home.landing, account.name)
    channel = dialect_of(account.channel).connect(connection_of(home, account, environ, now, patience))
    try:
        with landing.reading(Purpose.SINGLE):
            landing.claim(source_of(account))
            return land_orders(
                channel, landing, source_of(account), order_ids, why=why, now=now, progress=progress, step=step
            )
    finally:
        channel.close()


def land_orders(
    channel: Channel,
    landing: AccountLanding,
    source: Source,
    order_ids: Iterable[str],
    *,
    why: str,
    now: Callable[[], datetime],
    bought: WhenBought = nobody_knows,
    progress: Callable[[str], None] = lambda line: None,
    step: Step = lambda name: None,
) -> SinglesReport:
    """The same, for who holds the landing for single orders and is connected. bought: as in `Channel.read_orders`."""
    asked = tuple(dict.fromkeys(order_ids))
    asked_at, attempt = now().astimezone(UTC), landing.attempt(step)
    read = channel.read_orders(asked, attempt, bought)
    progress(f"{source.account}: {len(read.found)} of {len(asked)} orders read by id")
    if not read.found and not read.absent:
        return SinglesReport(account=source.account, window_id=None, read=read)
    step("single: orders read, not certified")
    done_at = now().astimezone(UTC)
    window = _unused(Window(asked_at, max(done_at, asked_at + TICK)), landing.covered(Purpose.SINGLE))
    manifest = Manifest(
        account=source.account,
        source=source,
        purpose=Purpose.SINGLE,
        window=window,
        asked=window,
        pages=attempt.pages(source.account, f"{Purpose.SINGLE}/{window.name}"),
        discarded=attempt.discarded,
        certificate=msgspec.Raw(msgspec.json.encode(Singles(why=why, asked=asked, read=read))),
        hub_count=None,
        certified_at=done_at,
    )
    landing.certify(manifest)
    step("single: orders certified")
    return SinglesReport(account=source.account, window_id=manifest.window_id, read=read)


def _unused(window: Window, taken: list[Window]) -> Window:
    """A window is known by its bounds: where a clock stands still, the later one begins a little earlier."""
    while window in taken:
        window = Window(window.start - TICK, window.end)
    return window
