"""Each order as this dialect stores it: values to filter by, and its texts on the wire, both made once a version."""

from collections.abc import Callable
from datetime import datetime

from orders_pipeline.sandbox.channeladvisor_soap import codes, facts
from orders_pipeline.sandbox.channeladvisor_soap.order_markup import order_text
from orders_pipeline.sandbox.channeladvisor_soap.values import kept
from orders_pipeline.sandbox.world.order import OrderState


class Row:
    __slots__ = ("_texts", "created", "id", "state", "updated", "words")

    def __init__(self, state: OrderState) -> None:
        self.state, self.id = state, state.order.order_id
        self.created: datetime = kept(state.order.purchased_at)
        self.updated: datetime = kept(state.updated_at)
        self.words = {
            "OrderStateFilter": facts.order_state(state),
            "PaymentStatusFilter": codes.PAYMENT.get(state.payment, state.payment),
            "CheckoutStatusFilter": codes.CHECKOUT.get(state.checkout, state.checkout),
            "ShippingStatusFilter": codes.SHIPPING.get(state.shipping, state.shipping),
            "RefundStatusFilter": facts.refund_status(state),
        }
        self._texts: dict[object, bytes] = {}

    def order(self, level: str) -> bytes:
        return self.text(level, lambda state: order_text(state, level))

    def text(self, kind: object, make: Callable[[OrderState], str]) -> bytes:
        """What `make` writes of this version; made once a kind."""
        if kind not in self._texts:
            self._texts[kind] = make(self.state).encode()
        return self._texts[kind]


class OrderRows:
    """The row of each order, kept while its version stays the same."""

    def __init__(self) -> None:
        self._rows: dict[int, Row] = {}

    def of(self, state: OrderState) -> Row:
        row = self._rows.get(state.order.order_id)
        if row is None or row.state is not state:
            row = self._rows[state.order.order_id] = Row(state)
        return row
