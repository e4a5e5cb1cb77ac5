"""An order document as rows by table, and its hashes.

Amounts are brought to the scale of their columns, so that 1.5 and 1.50 hash and store alike; never rounded. Pure.
"""

import hashlib
from decimal import Context, Decimal, Inexact, InvalidOperation
from operator import itemgetter
from typing import Any, NamedTuple

import msgspec
from msgspec.structs import astuple

from orders_pipeline.model.columns import Column, Kind
from orders_pipeline.model.money import AMOUNT_DIGITS, AMOUNT_SCALE, QUANTITY_SCALE
from orders_pipeline.model.reasons import Quarantined, Reason
from orders_pipeline.model.records import Order, OrderDocument
from orders_pipeline.model.records.lineage import Lineage
from orders_pipeline.model.tables import CANONICAL, CHILDREN, PERSONAL, Table

Row = list[Any]

_exactly = Context(prec=AMOUNT_DIGITS, traps=[Inexact, InvalidOperation]).quantize
_SCALE = {Kind.MONEY: Decimal(1).scaleb(-AMOUNT_SCALE), Kind.QUANTITY: Decimal(1).scaleb(-QUANTITY_SCALE)}
_ZERO = {scale: str(scale * 0) for scale in _SCALE.values()}  # also of -0
_TOO_LARGE = {Kind.MONEY: Reason.AMOUNT_TOO_LARGE, Kind.QUANTITY: Reason.QUANTITY_OUT_OF_RANGE}
_TOO_FINE = {Kind.MONEY: Reason.AMOUNT_TOO_FINE, Kind.QUANTITY: Reason.QUANTITY_OUT_OF_RANGE}


class _Shape(NamedTuple):
    """What is known of a table: `decimals` are (place, scale)."""

    table: Table
    decimals: tuple[tuple[int, Decimal], ...]
    key: "itemgetter[Any]"


class Packed(msgspec.Struct, frozen=True, gc=False):
    """A document as it is written: rows by table, in the order of CANONICAL, amounts as text.

    The order's own row still lacks its lineage.
    """

    rows: list[list[Row]]
    content_hash: str
    version_hash: str


def _shape(table: Table) -> _Shape:
    own = table.columns[: -len(Lineage.__struct_fields__)] if table is CANONICAL[0] else table.columns
    decimals = tuple((place, _SCALE[column.kind]) for place, column in enumerate(own) if column.kind in _SCALE)
    key = [place for place, column in enumerate(own) if column.is_key]
    return _Shape(table, decimals, itemgetter(*key))


_ORDERS = _shape(CANONICAL[0])
_CHILDREN = tuple(_shape(table) for table in CHILDREN)
_SHAPES = (_ORDERS, *_CHILDREN)
_IMPERSONAL = tuple(place for place, shape in enumerate(_SHAPES) if shape.table.name not in PERSONAL)
_PERSONAL = tuple(place for place, shape in enumerate(_SHAPES) if shape.table.name in PERSONAL)
_impersonal, _personal = itemgetter(*_IMPERSONAL), itemgetter(*_PERSONAL)
_bytes_of = msgspec.msgpack.Encoder().encode
UPDATED_AT = Order.__struct_fields__.index("updated_at")


def pack(document: OrderDocument) -> Packed:
    """Raises Quarantined: two children under one key, or an amount that its column cannot hold exactly."""
    rows: list[list[Row]] = [[_row(document.order, _ORDERS)]]
    for shape in _CHILDREN:
        records = getattr(document, shape.table.name)
        rows.append(children := [_row(record, shape) for record in records])
        if len(children) > 1 and len(set(map(shape.key, children))) < len(children):
            raise Quarantined(Reason.DUPLICATE_KEY, f"$.{shape.table.name}", "two rows of the order have one key")
    digest = hashlib.sha256(_bytes_of(_impersonal(rows)))
    version_hash = digest.hexdigest()
    digest.update(_bytes_of(_personal(rows)))
    return Packed(rows, digest.hexdigest(), version_hash)


def _row(record: msgspec.Struct, shape: _Shape) -> Row:
    row = list(astuple(record))
    for place, scale in shape.decimals:
        if (number := row[place]) is not None:
            try:
                if number != number:  # NaN; infinity is refused by the scale
                    raise InvalidOperation
                row[place] = str(_exactly(number, scale)) if number else _ZERO[scale]
            except (Inexact, InvalidOperation) as refused:
                raise _refusal(refused, shape.table.columns[place], shape.table.name) from None
    return row


def _refusal(refused: Exception, column: Column, table: str) -> Quarantined:
    reason, says = (
        (_TOO_FINE[column.kind], "has more decimals than can be kept")
        if isinstance(refused, Inexact)
        else (_TOO_LARGE[column.kind], "is larger than can be kept")
    )
    return Quarantined(reason, f"$.{table}.{column.name}", f"the number {says}")
