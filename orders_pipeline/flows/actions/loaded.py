"""Which orders readers of the published snapshot have: those that a hub may be told of as taken over.

Published, not only committed: the window is certified, the snapshot is on disk, and nothing takes it back.
"""

from orders_pipeline.settings import Home
from orders_pipeline.warehouse.query import reading
from orders_pipeline.warehouse.standing import is_held, orders_to_mark
from orders_pipeline.warehouse.writer import DATABASE


def is_published(home: Home, account: str, order_id: str) -> bool:
    file = home.published / DATABASE
    if not file.exists():
        return False
    with reading(file) as connection:
        return is_held(connection, account, order_id)


def published_orders(home: Home, account: str) -> list[str]:
    """Ids of the account's orders that do not wait for a payment, oldest first. No snapshot: none."""
    file = home.published / DATABASE
    if not file.exists():
        return []
    with reading(file) as connection:
        return orders_to_mark(connection, account)
