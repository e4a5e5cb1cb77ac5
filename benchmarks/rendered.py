"""Orders rendered beforehand: bytes on disk, an index into them, and the facts that every result is checked against.

Made once for each set of parameters by the sandbox's world and its ChannelAdvisor rendering; no order is a copy of
another. The facts are counted from the JSON that was rendered, with the library's own parser and Decimal.
"""

import json
import shutil
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from urllib.parse import urlsplit

import msgspec

from benchmarks.places import PAGES
from orders_pipeline.channels.channeladvisor import query
from orders_pipeline.sandbox.channeladvisor.entities import ORDER
from orders_pipeline.sandbox.channeladvisor.options import Shape, options_of
from orders_pipeline.sandbox.channeladvisor.render import Links, as_bytes
from orders_pipeline.sandbox.channeladvisor.rows import Row
from orders_pipeline.sandbox.channeladvisor.values import kept
from orders_pipeline.sandbox.world import END, NOW, START, US_PROFILE, World

FORMAT = 1  # of what is written here; another one renders anew
SEED = 7
COLLECTION_CAP = 20  # entries of an expanded collection on a list: channeladvisor-rest.md §6.2
SHARE = (3, 5)  # orders of a world that belong to the profile
ROOT_OF_LINKS = "http://127.0.0.1/v1"  # of the rest of a cut collection; readers here ask for the whole order


class Facts(msgspec.Struct, frozen=True, kw_only=True):
    """What the rendered orders hold, whole. Amounts are the sums of the digits on the wire."""

    orders: int
    order_items: int
    bundle_components: int
    fulfillments: int
    fulfillment_items: int
    total_price: Decimal  # sum of TotalPrice over all orders, whatever the currency
    item_tax: Decimal  # sum of TaxPrice over all items
    item_units: Decimal  # sum of Quantity over all items


class Placed(msgspec.Struct, frozen=True, array_like=True):
    """One order: its id, its update in microseconds since 1970, and where its bytes stand."""

    order_id: int
    updated: int
    start: int
    end: int
    whole_start: int = 0  # of the order as `GET Orders(id)` answers it, where the list cuts its collections
    whole_end: int = 0


class Rendered(msgspec.Struct, frozen=True, kw_only=True):
    """A folder of rendered orders. `placed` is in the order of ids."""

    folder: Path
    facts: Facts
    placed: list[Placed]

    @property
    def lists(self) -> Path:
        return self.folder / "lists.bin"

    @property
    def wholes(self) -> Path:
        return self.folder / "wholes.bin"


def rendered(orders: int, one_in: int, say: Callable[[str], None] = lambda line: None) -> Rendered:
    """The orders of these parameters, rendered now or found on disk.

    `one_in`: of the orders whose collections a list cuts, one in so many is kept.
    """
    folder = PAGES / f"v{FORMAT}-seed{SEED}-orders{orders}-one-in-{one_in}"
    if not folder.exists():
        say(f"Rendering {orders:,} orders; this happens once")
        _render(orders, one_in, folder)
    return opened(folder)


def opened(folder: Path) -> Rendered:
    return Rendered(
        folder=folder,
        facts=msgspec.json.decode((folder / "facts.json").read_bytes(), type=Facts),
        placed=msgspec.json.decode((folder / "index.json").read_bytes(), type=list[Placed]),
    )


def _render(orders: int, one_in: int, folder: Path) -> None:
    draft = folder.with_name(f"{folder.name}.draft")
    shutil.rmtree(draft, ignore_errors=True)
    draft.mkdir(parents=True)
    shape, links, counts = _shape(), Links(ROOT_OF_LINKS), Counter[str]()
    sums = dict.fromkeys(("total_price", "item_tax", "item_units"), Decimal(0))
    placed: list[Placed] = []
    at = whole_at = met = 0
    with (draft / "lists.bin").open("wb") as lists, (draft / "wholes.bin").open("wb") as wholes:
        for order_id, updated_at, row in _rows(orders):
            cut = as_bytes(row, shape, links, COLLECTION_CAP)
            whole = as_bytes(row, shape, links, None)
            is_cut = whole != cut
            met += is_cut
            if is_cut and met % one_in:
                continue
            length, whole_length = lists.write(cut), wholes.write(whole) if is_cut else 0
            placed.append(Placed(order_id, _micros(updated_at), at, at + length, whole_at, whole_at + whole_length))
            at, whole_at = at + length, whole_at + whole_length
            _count(json.loads(whole, parse_float=Decimal, parse_int=Decimal), counts, sums)
            if len(placed) == orders:
                break
        else:
            raise RuntimeError(f"the world shows {len(placed):,} orders that are kept, {orders:,} are needed")
    (draft / "facts.json").write_bytes(msgspec.json.encode(Facts(**counts, **sums)))
    (draft / "index.json").write_bytes(msgspec.json.encode(placed))
    draft.rename(folder)


def _rows(orders: int) -> Iterator[tuple[int, datetime, Row]]:
    """Orders of the profile, by id, as the hub shows them at the world's end; a tenth more than `orders`."""
    world = World(SEED, orders * 11 * SHARE[1] // (10 * SHARE[0]) + 100, START, END)
    for state in world.at(NOW):
        if state.order.profile_id == US_PROFILE:
            yield state.order.order_id, kept(state.updated_at), Row(ORDER, state, state.order)


def _shape() -> Shape:
    """What our client asks to be expanded."""
    return options_of(urlsplit(query.whole_order(1)).query, ORDER).shape


def _micros(instant: datetime) -> int:
    return int(instant.timestamp()) * 1_000_000 + instant.microsecond


def _count(order: dict, counts: Counter[str], sums: dict[str, Decimal]) -> None:
    items, parcels = order["Items"], order["Fulfillments"]
    counts.update(
        orders=1,
        order_items=len(items),
        bundle_components=sum(len(item["BundleComponents"]) for item in items),
        fulfillments=len(parcels),
        fulfillment_items=sum(len(parcel["Items"]) for parcel in parcels),
    )
    sums["total_price"] += order["TotalPrice"] or 0
    sums["item_tax"] += sum((item["TaxPrice"] or Decimal(0) for item in items), Decimal(0))
    sums["item_units"] += sum((item["Quantity"] for item in items), Decimal(0))
