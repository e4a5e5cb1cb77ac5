"""An order as one page showed it: a document that can be loaded, or the reason why not. Exactly one of the two."""

import msgspec

from orders_pipeline.model.reasons import Reason
from orders_pipeline.model.records.document import OrderDocument


class Problem(msgspec.Struct, frozen=True, kw_only=True):
    """Why an order is quarantined; `order_id` where it can be read. No value of the document stands in the message."""

    reason: Reason
    path: str
    message: str
    order_id: str | None = None


class Sighting(msgspec.Struct, frozen=True, kw_only=True):
    """`position` counts from 1 on the page, whatever could be read of the order."""

    position: int
    document: OrderDocument | None = None
    problem: Problem | None = None

    def __post_init__(self) -> None:
        if (self.document is None) == (self.problem is None):
            raise ValueError("a sighting is either a document or a problem")
