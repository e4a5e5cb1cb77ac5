"""The one list of channels. Clients are imported when they are to connect: what only loads needs no network."""

from orders_pipeline.channels.base import Channel, Connection, Dialect, Subscription
from orders_pipeline.channels.channeladvisor.pages import sightings as channeladvisor_sightings
from orders_pipeline.channels.channeladvisor.shown import snippet_of as channeladvisor_snippet
from orders_pipeline.channels.channeladvisor.writeback import WRITEBACK as CHANNELADVISOR_WRITEBACK
from orders_pipeline.channels.channeladvisor_soap.pages import sightings as channeladvisor_soap_sightings
from orders_pipeline.channels.channeladvisor_soap.shown import snippet_of as channeladvisor_soap_snippet
from orders_pipeline.channels.channeladvisor_soap.writeback import WRITEBACK as CHANNELADVISOR_SOAP_WRITEBACK
from orders_pipeline.channels.channelape.pages import sightings as channelape_sightings
from orders_pipeline.channels.channelape.query import SIZE as CHANNELAPE_PAGE
from orders_pipeline.channels.channelape.shown import snippet_of as channelape_snippet
from orders_pipeline.channels.channelape.writeback import WRITEBACK as CHANNELAPE_WRITEBACK
from orders_pipeline.channels.channelunity.pages import sightings as channelunity_sightings
from orders_pipeline.channels.channelunity.shown import snippet_of as channelunity_snippet
from orders_pipeline.channels.channelunity.writeback import WRITEBACK as CHANNELUNITY_WRITEBACK


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
            sightings=channeladvisor_sightings,
            snippet=channeladvisor_snippet,
            writeback=CHANNELADVISOR_WRITEBACK,
        ),
        Dialect(
            name="channelape",
            page_orders=CHANNELAPE_PAGE,
            connect=_channelape,
            sightings=channelape_sightings,
            snippet=channelape_snippet,
            writeback=CHANNELAPE_WRITEBACK,
        ),
        Dialect(
            name="channeladvisor_soap",
            page_orders=20,  # channeladvisor-soap.md §5.2, at the level Complete
            connect=_channeladvisor_soap,
            sightings=channeladvisor_soap_sightings,
            snippet=channeladvisor_soap_snippet,
            writeback=CHANNELADVISOR_SOAP_WRITEBACK,
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
            sightings=channelunity_sightings,
            snippet=channelunity_snippet,
            writeback=CHANNELUNITY_WRITEBACK,
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
