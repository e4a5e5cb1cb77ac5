"""An intent made exact: which units of which lines, and every amount written out. What a dialect turns into requests.

Pure. Nothing is left to a hub's own arithmetic.
"""

from decimal import Decimal

import msgspec

from orders_pipeline.model.actions import Amounts, Intent
from orders_pipeline.model.records import OrderDocument


class DecidedLine(msgspec.Struct, frozen=True, kw_only=True):
    """Units of one line. unshipped, shipped: how many of them are canceled, and how many are refunded.

    completes: nothing of the line is left afterwards. amounts: every component, zeros too, for money intents.
    is_for_less: amounts were named, and they are less than what the units paid for.
    """

    item_id: str
    sku: str | None
    quantity: Decimal
    ordered: Decimal
    unshipped: Decimal
    shipped: Decimal
    completes: bool
    amounts: Amounts = {}
    is_for_less: bool = False


class Decision(msgspec.Struct, frozen=True, kw_only=True):
    """is_whole: it takes all that is left of the whole order. was_touched: something was refunded or canceled before.

    order_amounts: money of the order as a whole, beside the lines. echo: our id, by which the hub shows it again.
    is_of_order: lines cannot be named to this hub for this marketplace; it is asked for the order as a whole.
    as_read: hashes of what of the hub's document goes back as it stands, by its name there; of hubs that want it back.
    """

    intent: Intent
    document: OrderDocument
    lines: tuple[DecidedLine, ...]
    is_whole: bool
    was_touched: bool
    echo: str
    order_amounts: Amounts = {}
    is_of_order: bool = False
    as_read: dict[str, str] = {}

    @property
    def is_of_every_unit(self) -> bool:
        """Nothing of the order was shipped or given back before, and nothing is left afterwards."""
        whole = {item.item_id for item in self.document.order_items if item.quantity}
        return whole == {line.item_id for line in self.lines if line.quantity == line.ordered}

    @property
    def amount(self) -> Decimal:
        """Everything that it returns, in the order's currency."""
        parts = (*(line.amounts for line in self.lines), self.order_amounts)
        return sum((value for amounts in parts for value in amounts.values()), Decimal(0))
