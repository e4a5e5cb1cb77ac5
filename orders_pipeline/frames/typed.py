"""Arrow tables as DataFrames with Arrow types, their instants in one zone. Pure: no file, no clock.

Sums of DuckDB have 38 digits, with which Arrow refuses to reckon on: they are brought to the 18 digits of an amount.
"""

from collections.abc import Mapping
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import pandas as pd
import pyarrow as pa

from orders_pipeline.warehouse.errors import BadChoice

MERCHANT = "merchant"
MONEY, UNITS = pd.ArrowDtype(pa.decimal128(18, 4)), pd.ArrowDtype(pa.decimal128(18, 3))
DIGITS = 18


def frame_of(rows: pa.Table, zone: str) -> pd.DataFrame:
    """The same values; every instant is shown in `zone`, and is the same instant."""
    columns = [_narrowed(_in_zone(column, zone)) for column in rows.columns]
    return pa.table(columns, names=rows.column_names).to_pandas(types_mapper=pd.ArrowDtype)


def zone_named(zone: str | None, of_accounts: Mapping[str, str]) -> str:
    """UTC where none is asked for; `merchant` is the zone of the accounts, where they have one and the same.

    Raises BadChoice: there is no such zone, or the accounts have several: a column can only be in one.
    """
    if zone is None:
        return "UTC"
    if zone != MERCHANT:
        try:
            return ZoneInfo(zone).key
        except (ZoneInfoNotFoundError, ValueError):
            raise BadChoice(
                f"there is no time zone {zone!r}. Write one such as Europe/Berlin, or {MERCHANT!r}."
            ) from None
    names = sorted(set(of_accounts.values()))
    if len(names) != 1:
        told = ", ".join(f"{account} {name}" for account, name in of_accounts.items())
        raise BadChoice(
            f"the accounts have several zones ({told}), and a column can be in one only. Choose one account, name a "
            "zone, or take days: a column purchased_on is the day of purchased_at in the zone of its account."
        )
    return names[0]


def _in_zone(column: pa.ChunkedArray, zone: str) -> pa.ChunkedArray:
    of = column.type
    return column.cast(pa.timestamp(of.unit, tz=zone)) if pa.types.is_timestamp(of) and of.tz else column


def _narrowed(column: pa.ChunkedArray) -> pa.ChunkedArray:
    """A wide decimal with fewer digits, a sum of counts as integer; as it is where a value does not fit."""
    of = column.type
    if not pa.types.is_decimal(of) or of.precision <= DIGITS:
        return column
    try:
        return column.cast(pa.decimal128(DIGITS, of.scale) if of.scale else pa.int64())
    except pa.ArrowInvalid:
        return column
