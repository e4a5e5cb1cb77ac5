"""Orders listed by id alone, for the second proof: by another question than the windows', at the level Low.

Lands nothing: the list itself is the evidence, and its reader keeps it.
"""

from orders_pipeline.channels.base import Listed, Listing
from orders_pipeline.channels.channeladvisor_soap import paging, query, skeleton
from orders_pipeline.channels.channeladvisor_soap.landed import Hub, asked
from orders_pipeline.channels.channeladvisor_soap.paging import Pages, Seen
from orders_pipeline.channels.channeladvisor_soap.query import LOW, PAGE_SIZE, Criteria
from orders_pipeline.channels.channeladvisor_soap.skeleton import Page
from orders_pipeline.channels.errors import Shifted


def listed(hub: Hub, criteria: Criteria) -> Listing:
    """One page is one instant. Several are read again, by turns forward and backward, until a pass shows no order
    that those before had not, and as many as the hub counts at its end.

    What comes with a higher id than the first pass saw is younger than the list, and not waited for. Raises Shifted:
    it did not hold still.
    """
    found: dict[int, Listed] = {}
    highest, why = -1, ""
    for passes in range(1, paging.MAX_PASSES + 1):
        known = set(found)
        seen = _one_pass(hub, criteria, found, is_backward=passes % 2 == 0)
        highest = max(seen.ids, default=0) if passes == 1 else highest
        news = {order_id for order_id in seen.ids if order_id <= highest} - known
        if (seen.hub_count or 0) > seen.found:  # of this pass: an order that came in hid one behind the reader
            why = "the hub counts more orders than it lists"
        elif not seen.is_one_instant and (passes == 1 or news):
            why = "orders came into it while it was read"
        else:
            orders = tuple(order for _, order in sorted(found.items()))
            nameless = seen.nameless + len(seen.alone)
            return Listing(orders=orders, nameless=nameless, method=paging.METHOD, pages=seen.pages, passes=passes)
    raise Shifted(f"the list of ids did not hold still for {paging.MAX_PASSES} passes: {why}")


def _one_pass(hub: Hub, criteria: Criteria, found: dict[int, Listed], *, is_backward: bool) -> Seen:
    pages = Pages(
        lambda number, size: _page(hub, criteria, number, size, found), PAGE_SIZE[LOW], lambda number, error: None
    )
    return pages.backward(len(found)) if is_backward else pages.forward()


def _page(hub: Hub, criteria: Criteria, number: int, size: int, found: dict[int, Listed]) -> Page:
    page = fetched(hub, criteria, number, size)
    for entry in page.entries:
        if entry.order_id is not None:
            found[entry.order_id] = Listed(str(entry.order_id), entry.changed_at)
    return page


def fetched(hub: Hub, criteria: Criteria, number: int, size: int) -> Page:
    """One page of ids. Raises Unrendered: it cannot be read, however often it is asked for; HubError."""
    call = query.order_list(hub.account_id, criteria, LOW, number, size)
    return asked(hub, call, lambda body: skeleton.page(body, hub.redactor))
