"""The one list of channels. What a dialect does is imported when it is asked for: most homes speak one or two of them,
and what only loads needs no network.
"""

from collections.abc import Callable
from importlib import import_module
from typing import Any

from orders_pipeline.channels.base import Channel, Connection, Dialect, Subscription, Writeback
from orders_pipeline.channels.channelape.query import SIZE as CHANNELAPE_PAGE


def _later(module: str, name: str) -> Callable[..., Any]:
    """A function of a dialect, imported when it is first called."""

    def call(*told: Any) -> Any:
        return getattr(_module(module), name)(*told)

    return call


def _writeback(module: str) -> Writeback:
    def later(name: str) -> Callable[..., Any]:
        return lambda *told: getattr(_module(module).WRITEBACK, name)(*told)

    return Writeback(**{name: later(name) for name in Writeback.__struct_fields__})


def _module(name: str) -> Any:
    return import_module(f"orders_pipeline.channels.{name}")


def _channeladvisor(connection: Connection) -> Channel:
    from orders_pipeline.channels.channeladvisor.client import connect

    return connect(connection)


def _channelape(connection: Connection) -> Channel:
    from orders_pipeline.channels.channelape.client import connect

    return connect(connection)


def _channeladvisor_soap(connection: Connection) -> Channel:
    from orders_pipeline.channels.channeladvisor_soap.client import connect

    return connect(connection)


def _channelunity(connection: Connection) -> Channel:
    from orders_pipeline.channels.channelunity.client import connect

    return connect(connection)


def _channelunity_for_days(connection: Connection) -> Channel:
    from orders_pipeline.channels.channelunity.client import connect_for_days

    return connect_for_days(connection)


def _channelunity_subscriptions(connection: Connection) -> tuple[Subscription, ...]:
    from orders_pipeline.channels.channelunity.client import subscriptions

    return subscriptions(connection)


DIALECTS = {
    dialect.name: dialect
    for dialect in (
        Dialect(
            name="channeladvisor",
            page_orders=20,  # channeladvisor-rest.md §6.2
            connect=_channeladvisor,
            sightings=_later("channeladvisor.pages", "sightings"),
            snippet=_later("channeladvisor.shown", "snippet_of"),
            writeback=_writeback("channeladvisor.writeback"),
        ),
        Dialect(
            name="channelape",
            page_orders=CHANNELAPE_PAGE,
            connect=_channelape,
            sightings=_later("channelape.pages", "sightings"),
            snippet=_later("channelape.shown", "snippet_of"),
            writeback=_writeback("channelape.writeback"),
        ),
        Dialect(
            name="channeladvisor_soap",
            page_orders=20,  # channeladvisor-soap.md §5.2, at the level Complete
            connect=_channeladvisor_soap,
            sightings=_later("channeladvisor_soap.pages", "sightings"),
            snippet=_later("channeladvisor_soap.shown", "snippet_of"),
            writeback=_writeback("channeladvisor_soap.writeback"),
        ),
        Dialect(
            name="channelunity",
            page_orders=1000,  # channelunity.md §5.1
            has_upper_bound=False,  # UpdateDateFrom, and nothing that would end it: §5.1
            connect=_channelunity,
            connect_for_days=_channelunity_for_days,
            days_by="bought",
            days_a_window=31,
            subscriptions=_channelunity_subscriptions,
            sightings=_later("channelunity.pages", "sightings"),
            snippet=_later("channelunity.shown", "snippet_of"),
            writeback=_writeback("channelunity.writeback"),
        ),
    )
}


def days_by(channel: str) -> str:
    """What makes an order one of a day of the past; of a channel that is not spoken, what it is of most."""
    spoken = DIALECTS.get(channel)
    return spoken.days_by if spoken else "last changed"


class NotSpoken(LookupError):
    """This version cannot read the channel: take the account out of accounts.toml, or a version that can."""


def dialect_of(channel: str) -> Dialect:
    """Raises NotSpoken: no dialect of that name."""
    if channel not in DIALECTS:
        raise NotSpoken(f"this version cannot read {channel}; it reads {', '.join(DIALECTS)}")
    return DIALECTS[channel]
