"""ChannelApe against REST: the channel's ids of lines, fulfillments that come and go, refunds that move no money."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from orders_pipeline_tests.across.agreeing import (
    Dialect,
    Pair,
    Row,
    Tables,
    cut_to,
    or_else,
    or_none,
    or_unknown,
    own,
    word,
)

STATUSES = {  # where this hub's one word says another thing
    ("shipped", "closed"): "fulfilled or closed at the channel: the word does not say which",
    ("open", "in_progress"): "in progress from when the warehouse has something of it",
}
PARCELS = {  # of a parcel, REST's state and this hub's
    ("in_transit", "shipped"): "no word for the way",
    ("shipped", "unshipped"): "OPEN without a tracking number is one that waits",
    ("in_transit", "unshipped"): "OPEN without a tracking number is one that waits",
    ("shipped", "requested"): "PENDING stays where the warehouse never said more",
    ("in_transit", "requested"): "PENDING stays where the warehouse never said more",
}
WAITING = {"unshipped", "requested", "shipped", "backordered"}  # of a parcel that waits: how far the asking is
WAITS = {"unshipped", "ready_for_pickup", "held", "in_preparation"}
REFUNDS = {  # status of a refund, REST's and this hub's
    ("accepted", "pending"): "a transaction is pending or not",
    ("rejected", "failed"): "FAILURE, whoever refused",
}
FIELDS = {"private_notes": "internal_note", "special_instructions": "buyer_note"}  # kind of a text -> name of a field


def line_id(row: Row) -> str:
    """The channel's id of the line."""
    return row["marketplace_item_id"] or row["item_id"]


def lines_of(order: Tables) -> dict[str, str]:
    """The hub's id of a line -> the channel's."""
    return {row["item_id"]: line_id(row) for row in order["order_items"]}


def items(order: Tables) -> Iterator[tuple[str, Row]]:
    return ((line_id(row), {**row, "item_id": line_id(row)}) for row in order["order_items"])


def parcels(order: Tables) -> Iterator[tuple[str, Row]]:
    return ((row["fulfillment_id"], row) for row in order["fulfillments"])


def contents(order: Tables) -> Iterator[tuple[tuple[str, str], Row]]:
    lines = lines_of(order)
    for row in order["fulfillment_items"]:
        if row["quantity"] > 0:
            yield (row["fulfillment_id"], lines[row["item_id"]]), {**row, "item_id": lines[row["item_id"]]}


def refunds(order: Tables) -> Iterator[tuple[str, Row]]:
    """A dispute is no refund of this hub's."""
    return ((row["refund_id"], row) for row in order["refunds"] if row["kind"] != "dispute")


def returned(order: Tables) -> Iterator[tuple[tuple[str, str], Row]]:
    """The lines of a refund; of a cancellation of the whole order all of its lines."""
    lines, known = lines_of(order), {row["refund_id"]: row for row in order["refunds"]}
    quantities = {line_id(row): row["quantity"] for row in order["order_items"]}
    for row in order["refund_items"]:
        if known[row["refund_id"]]["kind"] != "dispute":
            line = lines[row["item_id"]]
            yield (row["refund_id"], line), {**row, "item_id": line, "quantity": row["quantity"] or quantities[line]}
    for row in known.values():
        if row["level"] == "order" and row["kind"] == "cancellation":
            for line, quantity in quantities.items():
                if quantity:
                    yield (row["refund_id"], line), {**row, "item_id": line, "quantity": quantity}


def contacts(order: Tables) -> Iterator[tuple[str, Row]]:
    """The buyer is who pays, or who gets the parcel where nobody is named as payer."""
    people = {row["kind"]: row for row in order["order_contacts"]}
    nobody = dict.fromkeys(("first_name", "last_name", "phone", "address_1"))
    for kind in ("shipping", "billing"):
        if kind in people:
            yield kind, {**people[kind], "name": _name(people[kind])}
    payer = next((row for kind in ("billing", "shipping") if (row := people.get(kind, nobody))["address_1"]), nobody)
    told = {column: payer[column] for column in ("first_name", "last_name", "phone")}
    told["email"] = people.get("buyer", {}).get("email")
    if any(told.values()):
        yield "buyer", {**told, "kind": "buyer", "name": _name(payer)}


def _name(row: Row) -> str | None:
    return " ".join(filter(None, (row["first_name"], row["last_name"]))) or None


def fields(order: Tables) -> Iterator[tuple[str, Row]]:
    """Custom fields, notes and tags stand among the additional fields, under names of the channel's."""
    found = [(f"custom_{row['name']}", row["value"]) for row in order["additional_fields"]]
    found += [(FIELDS[row["kind"]], row["text"]) for row in order["order_texts"] if row["kind"] in FIELDS]
    (head,) = order["orders"]
    if head["tags"]:
        found.append(("tags", ", ".join(head["tags"].split(","))))
    seen: Counter = Counter()
    for name, value in found:
        seen[name] += 1
        yield (name, seen[name]), {"owner": "order", "name": name, "value": "null" if value is None else value}


def prepared(order: Tables, other: Tables) -> Tables:
    """Fulfillments and refunds under REST's ids, their lines added up, and the additional fields that REST has too."""
    parcel_ids = _parcel_ids(order, other)
    refund_ids = _refund_ids(order, other)
    return {
        **other,
        "fulfillments": [_under(row, "fulfillment_id", parcel_ids) for row in other["fulfillments"]],
        "fulfillment_items": _added_up(order, other["fulfillment_items"], "fulfillment_id", parcel_ids),
        "refunds": [_under(row, "refund_id", refund_ids) for row in other["refunds"]],
        "refund_items": _added_up(order, other["refund_items"], "refund_id", refund_ids),
        "additional_fields": list(_told_by_both(other["additional_fields"])),
    }


def _told_by_both(rows: list[Row]) -> Iterator[Row]:
    """Names repeat; `nth` counts them."""
    seen: Counter = Counter()
    for row in sorted(rows, key=lambda row: row["number"]):
        is_known = row["name"].startswith("custom_") or row["name"] in ("tags", *FIELDS.values())
        if row["owner"] == "order" and is_known:
            seen[row["name"]] += 1
            yield {**row, "nth": seen[row["name"]]}


def _under(row: Row, key: str, ids: dict[str, str]) -> Row:
    return {**row, key: ids.get(row[key], row[key])}


def _line(order: Tables, row: Row) -> str:
    """By its id, else by its SKU, which is then the only one."""
    return row["item_id"] or next(line_id(item) for item in order["order_items"] if item["sku"] == row["sku"])


def _added_up(order: Tables, rows: list[Row], key: str, ids: dict[str, str]) -> list[Row]:
    """What is packed from two shelves is one line again."""
    merged: dict[Any, Row] = {}
    for row in rows:
        mine = ids.get(row[key], row[key]), _line(order, row)
        before = merged.get(mine, {"quantity": Decimal(0)})["quantity"]
        merged[mine] = {**row, key: mine[0], "item_id": mine[1], "quantity": before + row["quantity"]}
    return list(merged.values())


def _units(order: Tables, rows: list[Row], key: str, of: str) -> Counter:
    found: Counter = Counter()
    for row in rows:
        if row[key] == of and row["quantity"]:
            found[_line(order, row)] += row["quantity"]
    return found


def _parcel_ids(order: Tables, other: Tables) -> dict[str, str]:
    """`F-` and the id; one that has none is the parcel of the same tracking number and lines that is left."""
    ids = {row["fulfillment_id"]: row["fulfillment_id"].removeprefix("F-") for row in other["fulfillments"]}
    known = {row["fulfillment_id"] for row in order["fulfillments"]}
    left = [row for row in order["fulfillments"] if row["fulfillment_id"] not in ids.values()]
    ours = defaultdict(Counter)
    for (parcel, line), row in contents(order):
        ours[parcel][line] += row["quantity"]
    for row in other["fulfillments"]:
        if ids[row["fulfillment_id"]] in known:
            continue
        units = _units(order, other["fulfillment_items"], "fulfillment_id", row["fulfillment_id"])
        same = [
            one
            for one in left
            if (one["tracking_number"], ours[one["fulfillment_id"]]) == (row["tracking_number"], units)
        ]
        if same:
            left.remove(same[0])
            ids[row["fulfillment_id"]] = same[0]["fulfillment_id"]
    return ids


def _refund_ids(order: Tables, other: Tables) -> dict[str, str]:
    """Each refund is the one of REST's that it has most in common with: ids, lines, amounts."""
    left, ours = dict(refunds(order)), defaultdict(Counter)
    for (refund, line), row in returned(order):
        ours[refund][line] += row["quantity"]
    ids = {}

    def alike(row: Row, one: Row) -> tuple[int, ...]:
        units = _units(order, other["refund_items"], "refund_id", row["refund_id"])
        number = one["refund_id"].partition("-")[2]
        return (
            any(own and own == row["seller_refund_id"] for own in (one["seller_refund_id"], f"rma-{number}")),
            any(own and own == row["marketplace_refund_id"] for own in (one["marketplace_refund_id"], f"CH-{number}")),
            is_its_transaction(one, row),
            (row["kind"], units) == (one["kind"], ours[one["refund_id"]]),
            row["total_amount"] is not None and row["total_amount"] == one["total_amount"],
        )

    for row in sorted(
        other["refunds"], key=lambda row: -max((sum(alike(row, one)) for one in left.values()), default=0)
    ):
        if left:
            best = max(left.values(), key=lambda one: sum(alike(row, one)))
            ids[row["refund_id"]] = left.pop(best["refund_id"])["refund_id"]
    return ids


def is_its_transaction(ours: Row, theirs: Row) -> bool:
    """The same id, or that of one of several; the hub makes one up where the marketplace gave none."""
    number = ours["refund_id"].partition("-")[2]
    return (theirs["transaction_id"] or "").partition("-")[0] == (ours["transaction_id"] or f"T{number}").partition(
        "-"
    )[0]


NUMBER = own("the hub's own id")
OWN = own("the hub's name for the business, the dialect's own name")
MS = cut_to("milliseconds")
TOTALS = or_none("a few channels give no totals at all", lambda pair: pair.row["total_amount"] is None)
ONE_NAME = or_none("one name or its parts, as the channel gives them")
PART = or_none("a refund without transactions names no amount", lambda pair: pair.row["total_amount"] is None)


def of_a_parcel(ours: Any, theirs: Any, pair: Pair) -> bool:
    if pair.rest["delivery_status"] in WAITS:
        return pair.row["delivery_status"] in WAITING
    return (pair.rest["delivery_status"], pair.row["delivery_status"]) in PARCELS


CHANNELAPE = Dialect(
    channel="channelape",
    rules={
        "orders": {
            "order_id": NUMBER,
            "channel": OWN,
            "hub_account_id": OWN,
            "marketplace_order_id": or_else(
                "the hub cannot do without a number: an order that has none gets that of the shop",
                lambda ours, theirs, pair: ours is None and theirs == pair.rest["order_id"],
            ),
            "order_status": or_else("one word", lambda ours, theirs, pair: (ours, theirs) in STATUSES),
            "channel_order_status": word("another set of words"),
            "unknown_words": own("what each list of words lacks; the columns themselves are compared"),
            **dict.fromkeys(("purchased_at", "imported_at", "updated_at"), MS),
            **dict.fromkeys(
                ("total_amount", "channel_total_amount", "tax_amount", "shipping_amount", "shipping_tax_amount"), TOTALS
            ),
            "ship_to_country": or_none("of a few orders the channel has told no customer"),
        },
        "order_items": {
            "order_id": NUMBER,
            "tax_amount": or_none(
                "a line may name no tax where there is none", lambda pair: not pair.rest["tax_amount"]
            ),
            **dict.fromkeys(
                ("shipping_amount", "shipping_tax_amount"), or_none("a few channels tell it of the order alone")
            ),
        },
        "fulfillments": {
            "order_id": NUMBER,
            "delivery_status": or_else("another set of words", of_a_parcel),
            "channel_delivery_status": word("another set of words"),
            "is_shipped": or_else("follows from the state", of_a_parcel),
            "tracking_url": or_else(
                "several in one", lambda ours, theirs, pair: theirs is not None and theirs.split(" ")[0] == ours
            ),
        },
        "fulfillment_items": {
            "order_id": NUMBER,
            "fulfillment_item_id": own("the line's id, or its SKU"),
            "sku": or_none("a line is named by its id or by its SKU"),
        },
        "refunds": {
            "order_id": NUMBER,
            "kind": or_unknown("kind"),
            "level": or_else(
                "a cancellation of the whole order names its lines",
                lambda ours, theirs, pair: (ours, theirs, pair.rest["kind"]) == ("order", "item", "cancellation"),
            ),
            "status": or_else(
                "of a transaction, or recorded alone: it moves no money itself",
                lambda ours, theirs, pair: theirs == "recorded" or (ours, theirs) in REFUNDS,
            ),
            "channel_status": own("of a transaction, where there is one"),
            "channel_reason": own("free text of an adjustment"),
            "seller_refund_id": own("told of those that the seller asked for, or made up by the warehouse"),
            "marketplace_refund_id": own("of the channel"),
            "transaction_id": or_else(
                "the first of several, or made up",
                lambda ours, theirs, pair: theirs is None or is_its_transaction(pair.rest, pair.row),
            ),
            "total_amount": PART,
            "derived": own("which of the columns follow from others"),
            "shipping_amount": or_none("told only by an adjustment that says so"),
            "shipping_tax_amount": or_none("told only by an adjustment that says so"),
            "unknown_words": own("what each list of words lacks; the columns themselves are compared"),
        },
        "refund_items": {
            "order_id": NUMBER,
            "refund_item_id": own("the line's id, or its SKU"),
        },
        "order_contacts": {
            "order_id": NUMBER,
            **dict.fromkeys(("first_name", "last_name"), ONE_NAME),
            "region": or_else(
                "the name where there is no code",
                lambda ours, theirs, pair: ours is None and theirs == pair.rest["region_name"],
            ),
        },
        "additional_fields": {
            "order_id": NUMBER,
            "owner_id": NUMBER,
            "number": own("its place among all of them"),
        },
    },
    rows={
        "orders": lambda order: [("order", row) for row in order["orders"]],
        "order_items": items,
        "fulfillments": parcels,
        "fulfillment_items": contents,
        "refunds": refunds,
        "refund_items": returned,
        "order_contacts": contacts,
        "additional_fields": fields,
    },
    keys={
        "orders": lambda row: "order",
        "order_items": lambda row: row["item_id"],
        "fulfillments": lambda row: row["fulfillment_id"],
        "fulfillment_items": lambda row: (row["fulfillment_id"], row["item_id"]),
        "refunds": lambda row: row["refund_id"],
        "refund_items": lambda row: (row["refund_id"], row["item_id"]),
        "order_contacts": lambda row: row["kind"],
        "additional_fields": lambda row: (row["name"], row["nth"]),
    },
    left_out={"order_texts": "what the bank said of a refund; every other text is an additional field"},
    may_lack={
        # The list is what the warehouse has now: not what it was never asked for, refused, or has nothing of.
        "fulfillments": lambda row, order, other: (
            not row["is_shipped"] or not any(key[0] == row["fulfillment_id"] for key, _ in contents(order))
        ),
        "fulfillment_items": lambda row, order, other: (
            row["fulfillment_id"] not in {one["fulfillment_id"] for one in other["fulfillments"]}
        ),
        # Some channels give no customer, and some no address of who pays.
        "order_contacts": lambda row, order, other: row["kind"] == "billing" or not other["order_contacts"],
    },
    prepared=prepared,
)
