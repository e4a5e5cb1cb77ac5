"""The one list of channels."""

from orders_pipeline.channels.base import Dialect
from orders_pipeline.channels.channeladvisor.client import connect as connect_channeladvisor
from orders_pipeline.channels.channeladvisor.pages import sightings as channeladvisor_sightings
from orders_pipeline.channels.channeladvisor.shown import snippet_of as channeladvisor_snippet
from orders_pipeline.channels.channeladvisor_soap.client import connect as connect_channeladvisor_soap
from orders_pipeline.channels.channeladvisor_soap.pages import sightings as channeladvisor_soap_sightings
from orders_pipeline.channels.channeladvisor_soap.shown import snippet_of as channeladvisor_soap_snippet

DIALECTS = {
    dialect.name: dialect
    for dialect in (
        Dialect(
            name="channeladvisor",
            page_orders=20,  # channeladvisor-rest.md §6.2
            connect=connect_channeladvisor,
            sightings=channeladvisor_sightings,
            snippet=channeladvisor_snippet,
        ),
        Dialect(
            name="channeladvisor_soap",
            page_orders=20,  # channeladvisor-soap.md §5.2, at the level Complete
            connect=connect_channeladvisor_soap,
            sightings=channeladvisor_soap_sightings,
            snippet=channeladvisor_soap_snippet,
        ),
    )
}


class NotSpoken(LookupError):
    """This version cannot read the channel: take the account out of accounts.toml, or a version that can."""


def dialect_of(channel: str) -> Dialect:
    """Raises NotSpoken: no dialect of that name."""
    if channel not in DIALECTS:
        raise NotSpoken(f"this version cannot read {channel}; it reads {', '.join(DIALECTS)}")
    return DIALECTS[channel]
