"""Asks each hub for its clock, with a token bought for it, and for one count: only where `doctor --ask-hubs` wants it.

The one part of the doctor that goes over the network; three requests an account, within its rate budget.
"""

import time
from collections.abc import Mapping
from datetime import datetime, timedelta

from orders_pipeline.channels.base import Channel, Patience
from orders_pipeline.channels.errors import HubError
from orders_pipeline.channels.registry import NotSpoken, dialect_of
from orders_pipeline.flows.clock import utc_now
from orders_pipeline.flows.doctor.picture import AccountSeen, HubSeen, Picture
from orders_pipeline.flows.read import connection_of
from orders_pipeline.model.window import Window
from orders_pipeline.settings import Home

A_DAY = timedelta(days=1)
IMPATIENT = Patience(connect=5.0, read=20.0, sleep=lambda seconds: time.sleep(min(seconds, 0.5)))


def ask_hubs(home: Home, picture: Picture, environ: Mapping[str, str]) -> tuple[HubSeen, ...]:
    """One after the other; accounts whose secrets are not set are left out."""
    return tuple(_ask(home, seen, environ) for seen in picture.living if not seen.unset)


def _ask(home: Home, seen: AccountSeen, environ: Mapping[str, str]) -> HubSeen:
    try:
        channel = dialect_of(seen.account.channel).connect(
            connection_of(home, seen.account, environ, utc_now, IMPATIENT, is_listing=True)
        )
        try:
            return _answered(seen.name, channel)
        finally:
            channel.close()
    except (HubError, NotSpoken) as error:
        return HubSeen(account=seen.name, failure=str(error).removeprefix(f"account {seen.name}: "))


def _answered(account: str, channel: Channel) -> HubSeen:
    hub_at: datetime = channel.hub_now()
    ahead = hub_at - utc_now()
    return HubSeen(account=account, ahead=ahead, orders=channel.count(Window(hub_at - A_DAY, hub_at)))
