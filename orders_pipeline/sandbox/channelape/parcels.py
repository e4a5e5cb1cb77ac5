"""Which fulfillments an order has now: the list is current state, entries come and go. Spec §6.2.

A parcel that waits is shown by turns: asked of the warehouse or not yet. One whose request the warehouse refused is
gone from the list; one that was canceled afterwards stays.
"""

from collections.abc import Iterator

from orders_pipeline.sandbox.channelape import additional, words
from orders_pipeline.sandbox.channelape.held import Fulfillment, Units
from orders_pipeline.sandbox.channelape.ids import fulfillment_id, line_item_id, supplier_of
from orders_pipeline.sandbox.channelape.values import pick
from orders_pipeline.sandbox.world.order import OrderState, Parcel, ParcelItem


def fulfillments_of(state: OrderState, is_released: bool) -> dict[int, Fulfillment]:
    """By the parcel that each tells of. `is_released`: paid and not held, so that a warehouse may have been asked."""
    return dict(_all(state, is_released))


def _all(state: OrderState, is_released: bool) -> Iterator[tuple[int, Fulfillment]]:
    for parcel in state.parcels:
        word, lines = _word(parcel, is_released), tuple(_lines(state, parcel))
        if word is not None and lines:  # quantity 0 is not allowed, nor a fulfillment of nothing
            yield parcel.parcel_id, _fulfillment(state, parcel, word, lines)


def _word(parcel: Parcel, is_released: bool) -> str | None:
    if parcel.state == "third_party":
        return None
    if parcel.state == "canceled":
        return "CANCELED" if pick("refused", parcel.parcel_id, 2) else None
    if parcel.state in words.LEFT:
        if pick("stays", parcel.parcel_id, 14) == 0:
            return "PENDING"  # the older meaning: it stays so even with tracking
        told = parcel.items[0].told_site if parcel.items else "pending"
        return words.SENT.get(told, told)
    if parcel.state in words.WAITS:
        return words.WAITING[pick("waits", parcel.parcel_id, len(words.WAITING))] if is_released else None
    return parcel.state


def _fulfillment(state: OrderState, parcel: Parcel, word: str, lines: tuple[Units, ...]) -> Fulfillment:
    urls = (parcel.tracking_url,) if parcel.tracking_url else ()
    if urls and pick("urls", parcel.parcel_id, 5) == 0:
        urls = (*urls, f"{urls[0]}?lang=en")
    return Fulfillment(
        id=fulfillment_id(parcel) if pick("fulfillment id", parcel.parcel_id, 25) else None,
        status=word,
        lines=lines,
        supplier_id=supplier_of(state.order.profile_id, parcel.center_id) if parcel.center_id else None,
        location_id=str(parcel.center_id) if parcel.center_id else None,
        company=parcel.carrier,
        method=parcel.service,
        tracking_number=parcel.tracking_number,
        tracking_urls=urls,
        shipped_at=parcel.shipped_at,
        additional=additional.of_parcel(parcel),
    )


def _lines(state: OrderState, parcel: Parcel) -> Iterator[Units]:
    for item in parcel.items:
        if item.quantity <= 0:
            continue
        units = _units(state, item)
        if item.quantity > 1 and pick("twice", item.item_id, 12) == 0:  # packed from two shelves
            yield Units(id=units.id, sku=units.sku, quantity=1)
            yield Units(id=units.id, sku=units.sku, quantity=item.quantity - 1)
        else:
            yield units


def _units(state: OrderState, item: ParcelItem) -> Units:
    sku, turn = item.line.sku, pick("units", item.item_id, 20)
    is_only_one = sku is not None and [line.sku for line in state.order.lines].count(sku) == 1
    by_sku = turn == 0 and is_only_one
    return Units(
        id=None if by_sku else line_item_id(item.line),
        sku=sku if by_sku or turn % 3 else None,
        quantity=item.quantity,
    )
