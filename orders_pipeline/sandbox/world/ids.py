"""Numbers of things: every order owns a block in each range, so any id leads back to its order by arithmetic."""

ORDER_BASE = 20_000_000
BLOCK = 400
LINES, PARCELS, PARCEL_ITEMS, ADJUSTMENTS, PROMOTIONS, PRODUCTS = (
    100_000_000, 300_000_000, 500_000_000, 700_000_000, 900_000_000, 5_000_000,
)  # fmt: skip


class Numbers:
    """The ids of one order, handed out in turn. `number` is its place in the world, from 0."""

    def __init__(self, number: int, order_id: int | None = None) -> None:
        self.number = number
        self.order_id = order_id if order_id is not None else ORDER_BASE + number * 3
        self._next = dict.fromkeys((LINES, PARCELS, PARCEL_ITEMS, ADJUSTMENTS, PROMOTIONS), number * BLOCK)

    def next(self, kind: int) -> int:
        self._next[kind] += 1
        return kind + self._next[kind]
