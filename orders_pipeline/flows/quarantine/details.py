"""One reject in detail: what stood at its place, and what the warehouse holds of its order.

Asks the published snapshot and the landing. No value of a personal field is handed out: the place comes as a snippet.
"""

from collections.abc import Sequence
from pathlib import Path

import msgspec

from orders_pipeline.channels.registry import dialect_of
from orders_pipeline.channels.snippet import Snippet
from orders_pipeline.flows.quarantine.landed import Landed
from orders_pipeline.flows.quarantine.listing import published
from orders_pipeline.landing.bodies import Damaged
from orders_pipeline.model.reasons import Explained, explained
from orders_pipeline.settings import Home
from orders_pipeline.warehouse.errors import BadChoice
from orders_pipeline.warehouse.query import reading
from orders_pipeline.warehouse.rejects import (
    Choice,
    HeldOrder,
    Rejection,
    held_order,
    refuse_unknown,
    rejections,
)
from orders_pipeline.warehouse.writer import DATABASE


class Details(msgspec.Struct, frozen=True, kw_only=True):
    """One reject. others: further ones of the same order; held: the version in the warehouse, None where none is.

    file: the landed body, relative to the home. snippet: None where the landing does not show the page any more, which
    `gone` then tells.
    """

    reject: Rejection
    explained: Explained
    others: tuple[Rejection, ...]
    held: HeldOrder | None
    file: Path
    snippet: Snippet | None = None
    gone: str | None = None

    @property
    def has_later(self) -> bool:
        """Whether the warehouse holds what was asked for after this."""
        return self.held is not None and self.held.requested_at > self.reject.requested_at

    @property
    def is_held(self) -> bool:
        """Whether the warehouse holds the order as this very page shows it."""
        place = (self.reject.window_id, self.reject.page_number)
        return self.held is not None and (self.held.window_id, self.held.page_number) == place


def details(home: Home, account_or_number: str, order_id: str | None = None) -> Details:
    """Of an order, its newest reject, an open one first; or of the reject with this number.

    Raises NotPublished; BadChoice: there is no such reject.
    """
    with reading(published(home) / DATABASE) as connection:
        if order_id is None:
            reject = numbered(rejections(connection, Choice(is_open=False)), account_or_number)
        else:
            choice = Choice(account=account_or_number, order_id=order_id, is_open=False)
            refuse_unknown(connection, choice)
            reject = max(rejections(connection, choice), key=lambda one: (one.state == "open", one.requested_at))
        others: list[Rejection] = []
        held = None
        if reject.order_id is not None:
            same = Choice(account=reject.account, order_id=reject.order_id, is_open=False)
            others = [one for one in rejections(connection, same) if one.number != reject.number]
            held = held_order(connection, reject.account, reject.order_id)
    landed = Landed(home)
    file = landed.bodies(reject.account).path(reject.sha256).relative_to(home.root)
    told = Details(reject=reject, explained=explained(reject.reason), others=tuple(others), held=held, file=file)
    try:
        return msgspec.structs.replace(told, snippet=_snippet(landed, reject))
    except (Damaged, ValueError) as error:
        return msgspec.structs.replace(told, gone=str(error))


def numbered(found: Sequence[Rejection], number: str) -> Rejection:
    """Raises BadChoice: none of them, or several, have this number."""
    named = [one for one in found if one.number == number.lower()]
    if not named:
        raise BadChoice(
            f"no reject has the number {number!r}; `quarantine list --all` tells them, or name an account and an order."
        )
    if len(named) > 1:
        of = ", ".join(f"{one.window_id} page {one.page_number} place {one.place}" for one in named)
        raise BadChoice(f"several rejects have the number {number}: {of}; name their account and order.")
    return named[0]


def _snippet(landed: Landed, one: Rejection) -> Snippet:
    page, more = landed.page(one.account, one.window_id, one.page_number, one.sha256).read()
    return dialect_of(one.channel).snippet(page, more, one.place, one.path)
