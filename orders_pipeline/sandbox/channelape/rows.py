"""Orders as lists compare and show them; each version is made once and kept while it stays the same."""

from collections.abc import Sequence
from datetime import datetime

from orders_pipeline.sandbox.channelape.document import Document, document_of, encode
from orders_pipeline.sandbox.channelape.held import HeldOrder
from orders_pipeline.sandbox.channelape.holding import held
from orders_pipeline.sandbox.channelape.values import kept
from orders_pipeline.sandbox.world import OrderState

Place = tuple[float, str]  # where an order stands in a list: by its purchase, then by its id


class Row:
    __slots__ = ("_body", "_document", "numbers", "order", "place", "purchased_at", "state", "updated_at")

    def __init__(self, state: OrderState, numbers: str) -> None:
        self.state, self.numbers = state, numbers
        self.order: HeldOrder = held(state)
        self.purchased_at: datetime = kept(self.order.purchased_at)
        self.updated_at: datetime = kept(state.updated_at)
        self.place: Place = (self.purchased_at.timestamp(), self.order.id)
        self._document: Document | None = None
        self._body: bytes | None = None

    def document(self) -> Document:
        """Not to be changed."""
        if self._document is None:
            self._document = document_of(self.order, self.numbers)
        return self._document

    def body(self) -> bytes:
        if self._body is None:
            self._body = encode(self.document())
        return self._body


class OrderRows:
    """The row of each order, and the rows of the world at its latest state in the order of lists."""

    def __init__(self, numbers: str, newest_first: bool) -> None:
        self._numbers, self._newest_first = numbers, newest_first
        self._rows: dict[int, Row] = {}
        self._states: Sequence[OrderState] | None = None
        self._sorted: list[Row] = []

    def of(self, state: OrderState) -> Row:
        row = self._rows.get(state.order.order_id)
        if row is None or row.state is not state:
            row = self._rows[state.order.order_id] = Row(state, self._numbers)
        return row

    def in_order(self, states: Sequence[OrderState]) -> list[Row]:
        if self._states is not states:
            self._states, self._sorted = states, sorted(map(self.of, states), key=lambda row: self.rank(row.place))
        return self._sorted

    def rank(self, place: Place) -> Place:
        purchased, order_id = place
        return (-purchased if self._newest_first else purchased, order_id)
